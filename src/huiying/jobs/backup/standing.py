"""How the backups of the installation stand: the last good one, and what became of it.

In:   the rows of backups, the moment of the last one beside the data.
Out:  facts, for the health report and for the page of officers.
Cost: four queries and one small file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max

from huiying.jobs.backup.archive import last_backup
from huiying.jobs.backup.follow_up import last_copy_failure, newest_rehearsal
from huiying.jobs.models import BackupRehearsal, BackupRun

STALE_BACKUP = timedelta(days=2)
STALE_REHEARSAL = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """Real times, whatever the clock of the bureaus says.

    Attributes:
        made_here: Whether this installation makes backups by itself.
        last: When the last good one was finished; None = never.
        stale: The last one is older than two days.
        failed_at: When the newest one failed; None = it did not.
        copy_failure: Why the newest one has no copy on another machine; "" = it has, or none
            is asked for.
        rehearsal_stale: The last rehearsal is older than ten days.
    """

    made_here: bool
    last: datetime | None
    stale: bool
    failed_at: datetime | None
    copy_failure: str
    rehearsal: BackupRehearsal | None
    rehearsal_stale: bool


def backup_standing(real_now: datetime) -> BackupStanding:
    """Return how the backups stand."""
    good = BackupRun.objects.filter(failure="").aggregate(at=Max("finished_at"))["at"]
    last = max((at for at in (good, last_backup()) if at is not None), default=None)
    newest = BackupRun.objects.filter(finished_at__isnull=False).order_by("-pk").first()
    done = newest_rehearsal()
    return BackupStanding(
        made_here=not settings.DEMO and settings.BACKUP_KEEP > 0,
        last=last,
        stale=last is not None and real_now - last > STALE_BACKUP,
        failed_at=newest.finished_at if newest is not None and newest.failure else None,
        copy_failure=last_copy_failure(),
        rehearsal=done,
        rehearsal_stale=done is not None and real_now - done.at > STALE_REHEARSAL,
    )
