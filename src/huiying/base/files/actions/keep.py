"""Register a stored file: number, hash, retention class, owner.

In:   a file as it was written to disk, how long it is to stay.    Out:  its row.
Cost: two writes and the record of its hash; what it is for, the owner's act records.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from huiying.base.audit.actions.append import append
from huiying.base.audit.subjects import MACHINE
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import RESTRICTED, Retention, StoredFile
from huiying.base.numbers import take_number
from huiying.policy.time.zone import LOCAL


@transaction.atomic
def keep_file(
    *,
    bureau_id: int,
    written: WrittenFile,
    retention: Retention,
    now: datetime,
    restricted: bool = False,
) -> StoredFile:
    """Keep a file; who keeps it points at it and says who may open it.

    Args:
        restricted: Nobody else may know that there is one: its number is random, so that none
            is missing among the others, and its record stands in the restricted chain.
    """
    if restricted:
        number = f"{RESTRICTED}{secrets.token_hex(5)}"
    else:
        year = now.astimezone(LOCAL).year
        number = f"F{take_number(bureau_id=bureau_id, kind='file', year=year)}"
    row = StoredFile.objects.create(
        bureau_id=bureau_id,
        number=number,
        kind=str(written.kind),
        size=written.size,
        sha256=written.sha256,
        blob=written.blob,
        data_key=written.key,
        retention=retention,
        stored_at=now,
    )
    append(
        bureau_id=row.chain,
        actor=MACHINE,
        verb="file.kept",
        subject=row.audit_subject(),
        now=now,
        data={"hash": row.sha256},
    )
    return row
