"""Register a stored file: number, hash, retention class, owner.

In:   a stowed file, how long it is to stay.    Out:  its row.
Cost: two writes and the record of its hash; what it is for, the owner's act records.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.record import record
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention, StoredFile
from huiying.base.numbers import take_number
from huiying.policy.time.zone import LOCAL


@transaction.atomic
def keep_file(
    *, bureau_id: int, stowed: WrittenFile, retention: Retention, now: datetime
) -> StoredFile:
    """Keep a file; who keeps it points at it and says who may open it."""
    number = take_number(bureau_id=bureau_id, kind="file", year=now.astimezone(LOCAL).year)
    row = StoredFile.objects.create(
        bureau_id=bureau_id,
        number=f"F{number}",
        kind=str(stowed.kind),
        size=stowed.size,
        sha256=stowed.sha256,
        blob=stowed.blob,
        data_key=stowed.key,
        retention=retention,
        stored_at=now,
    )
    record(row, "file.kept", None, now, hash=row.sha256)
    return row
