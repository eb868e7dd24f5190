"""Delete the lines of backups and rehearsals that are older than anybody asks about.

In:   the moment, ``HUIYING_OLD_RUNS_DAYS``.    Out:  how many lines are gone; no file is.
Cost: two DELETEs.

The newest of each stays, whatever its age: ``doctor`` says from it how old it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, QuerySet

from huiying.jobs import clock
from huiying.jobs.models import BackupRehearsal, BackupRun


def old_backup_runs(real_now: datetime) -> QuerySet[BackupRun]:
    """Return the lines of backups that ended long ago."""
    newest = BackupRun.objects.filter(failure="").aggregate(pk=Max("pk"))["pk"]
    before = real_now - timedelta(days=settings.OLD_RUNS_DAYS)
    return BackupRun.objects.filter(finished_at__lt=before).exclude(pk=newest)


def old_rehearsals(real_now: datetime) -> QuerySet[BackupRehearsal]:
    """Return the lines of rehearsals of long ago."""
    newest = BackupRehearsal.objects.aggregate(pk=Max("pk"))["pk"]
    before = real_now - timedelta(days=settings.OLD_RUNS_DAYS)
    return BackupRehearsal.objects.filter(at__lt=before).exclude(pk=newest)


def turn(_now: datetime) -> int:
    """Delete them; return how many lines went."""
    now = clock.real_now()
    return old_backup_runs(now).delete()[0] + old_rehearsals(now).delete()[0]
