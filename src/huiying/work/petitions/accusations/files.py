"""Keep files of accusations, with numbers that nobody else sees missing."""

from __future__ import annotations

from datetime import datetime

from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention
from huiying.work.petitions.accusations.models import Accusation, AccusationFile


def add_file(row: Accusation, written: WrittenFile, now: datetime) -> AccusationFile:
    """Keep a file of an accusation: nobody else learns that there is one."""
    file = keep_file(
        bureau_id=row.bureau_id,
        written=written,
        retention=Retention.TEN_YEARS,
        now=now,
        restricted=True,
    )
    return AccusationFile.objects.create(
        bureau_id=row.bureau_id, accusation=row, file=file, at=now
    )
