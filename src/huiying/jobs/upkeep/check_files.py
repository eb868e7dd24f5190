"""Check stored files regularly, and delete those that no act registered.

In:   the moment.    Out:  a file that is gone or damaged is marked and in the record.
Cost: one read of a file each; ``FILES_A_TURN`` at most, those first that were not read longest.

Whoever rests on a file that is marked no longer stands: a finding without its evidence is asked
anew. A file that is back is believed again, since its hash says that it is the same.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from huiying.base.audit.record import record
from huiying.base.files import store
from huiying.base.files.destroyed_list import complete_list
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.jobs.shared_data import has_file_folder, has_key, lacking

log = logging.getLogger("huiying.jobs")

FILES_A_TURN = 200
ORPHANED = timedelta(days=1)  # so long an act may take between writing a file and keeping it


def check_files(now: datetime) -> int:
    """Read the next files and sweep; return how many were found missing now.

    Where the folder of files is not the installation's, nothing is known and nothing done.
    """
    if not has_file_folder():
        log.critical("files were not checked: %s", lacking())
        return 0
    complete_list()  # of destroyed keys, on this machine too
    rows = StoredFile.objects.filter(data_key__isnull=False)
    due = rows.order_by(F("checked_at").asc(nulls_first=True), "pk")[:FILES_A_TURN]
    found = sum(_look(row, now) for row in due)
    _sweep(now)
    return found


def record_missing_files(now: datetime) -> int:
    """Read every file; return how many were found missing now."""
    rows = StoredFile.objects.filter(data_key__isnull=False).order_by("pk")
    return sum(_look(row, now) for row in rows.iterator())


@transaction.atomic
def _look(row: StoredFile, now: datetime) -> bool:
    state = open_file(row).state
    if state == FileState.LOCKED and not has_key():
        return False  # the key was changed while this turn ran: nothing is known of the file
    whole = state == FileState.WHOLE
    mine = StoredFile.objects.filter(pk=row.pk)
    mine.update(checked_at=now)
    if whole:
        mine.filter(broken_at__isnull=False).update(broken_at=None)
        return False
    if mine.filter(broken_at__isnull=True).update(broken_at=now) != 1:
        return False
    record(row, "file.missing", None, now, hash=row.sha256)
    return True


def _sweep(now: datetime) -> None:
    for blob in store.lying(before=now - ORPHANED):
        if not StoredFile.objects.filter(blob=blob, data_key__isnull=False).exists():
            store.drop(blob)
    store.drop_parts(before=now - ORPHANED)
