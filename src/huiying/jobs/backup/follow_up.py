"""What is done with backups after they were written: a copy far away, a rehearsal a week.

In:   the newest backup of this machine.    Out:  its copy; a row on how a rehearsal went.
Cost: two queries a look; a copy is one read and write of the file, a rehearsal a restore.
"""

from __future__ import annotations

import logging
import platform
from collections import deque
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from huiying.jobs.backup.copies import copy_away, copy_folder, hash_of, stated_hash
from huiying.jobs.backup.encryption import is_encrypted
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.rehearsal import newest_files, rehearse, rehearse_what_would_be_written
from huiying.jobs.models import BackupRehearsal, BackupRun

log = logging.getLogger("huiying.jobs")

NIGHT_HOURS = range(2, 5)  # local
COPY_AGAIN = timedelta(minutes=10)  # after one that failed
COPIED_LATER = 20  # backups that are looked at for one that has no copy yet
WEEK = timedelta(days=7)


def this_machine() -> str:
    """Return the name under which this machine's backups are known."""
    return platform.node()[:80]


def copy_what_has_none(moment: datetime) -> None:
    """Copy a backup of this machine away that has no copy yet, the newest first.

    After one that failed nothing is tried for a while: the others would fail as it did.
    """
    if copy_folder() is None or not _is_turn_of_copies(moment):
        return
    done = BackupRun.objects.filter(
        failure="", finished_at__isnull=False, copied_at__isnull=True, machine=this_machine()
    )
    newest = done.exclude(sha256="").order_by("-pk")[:COPIED_LATER]
    run = next((row for row in newest if Path(row.path).is_file()), None)
    if run is None:
        return
    values: dict[str, object] = {"copied_at": moment, "copy_failure": ""}
    try:
        copy_away(Path(run.path), run.sha256)
    except CannotBackUp as error:
        log.error("the backup was not copied: %s", error)
        values = {"copy_failure": str(error)[:300]}
        _failed_at.append(moment)
    BackupRun.objects.filter(pk=run.pk).update(**values)


_failed_at: deque[datetime] = deque(maxlen=1)  # of this process: a new one tries at once


def _is_turn_of_copies(moment: datetime) -> bool:
    return not _failed_at or moment - _failed_at[0] >= COPY_AGAIN


def rehearse_by_week(moment: datetime) -> None:
    """Restore the newest backup into a scratch installation once a week, by night.

    An encrypted one cannot be opened here: then what would be written now is rehearsed, and of
    the newest file its hash is compared.
    """
    if not is_due_to_rehearse(moment):
        return
    newest = next(iter(newest_files()), None)
    row = BackupRehearsal(at=moment, machine=this_machine())
    try:
        if newest is None:
            return
        sealed = is_encrypted(newest)
        row.path = "" if sealed else str(newest)
        found = rehearse_what_would_be_written() if sealed else rehearse(newest)
        row.seconds, row.rows, row.files = found.seconds, found.rows, found.files
        row.lost_records = found.lost_records
        stated = stated_hash(newest)
        other = (
            ("最新一份备份的校验值和写成时不同",) if stated not in ("", hash_of(newest)) else ()
        )
        row.wrong = "；".join((*found.wrong, *other))
    except Exception as error:
        row.wrong = str(error) if isinstance(error, CannotBackUp) else type(error).__name__
        log.exception("the backup was not rehearsed")
    if row.wrong:
        log.error("a backup cannot be relied upon: %s", row.wrong)
    row.save()


def is_due_to_rehearse(moment: datetime) -> bool:
    """Tell whether a week has passed since the last one, or the first backup, and it is night.

    A machine that sleeps by night does it by day, a day later.
    """
    if settings.DEMO or settings.BACKUP_KEEP < 1:
        return False
    last = BackupRehearsal.objects.filter(machine=this_machine()).aggregate(at=Max("at"))["at"]
    made = BackupRun.objects.filter(failure="", machine=this_machine())
    since = last or made.aggregate(at=Min("finished_at"))["at"]
    if since is None or moment - since < WEEK:
        return False
    by_night = timezone.localtime(moment).hour in NIGHT_HOURS
    return by_night or moment - since > WEEK + timedelta(days=1)


def newest_rehearsal() -> BackupRehearsal | None:
    """Return the newest rehearsal of this installation."""
    return BackupRehearsal.objects.order_by("-pk").first()


def last_copy_failure() -> str:
    """Return why the newest backup has no copy far away; "" if it has one, or none is due."""
    run = BackupRun.objects.filter(failure="").exclude(sha256="").order_by("-pk").first()
    return "" if run is None or run.copied_at else run.copy_failure
