"""What becomes of a dossier that a job has: made, failed, dropped.

In:   a dossier, the process that makes it.    Out:  the row as it goes on.
Cost: one conditional update each; an audit record at the end.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.record import record
from huiying.base.db.job_rows import JobFailure, JobState, end_job
from huiying.work.closing.dossiers.models import Dossier


@transaction.atomic
def finish_dossier(
    dossier: Dossier,
    *,
    sha256: str,
    size: int,
    data_key: bytes,
    missing: int,
    now: datetime,
    real_now: datetime,
) -> bool:
    """Let it be handed out; False if it was given up meanwhile."""
    columns = {"sha256": sha256, "size": size, "data_key": data_key, "missing": missing}
    if not end_job(dossier, JobState.DONE, real_now, **columns):
        return False
    data = {"hash": sha256, "size": size, "missing": missing}
    record(dossier, "dossier.made", None, now, **data)
    return True


@transaction.atomic
def fail_dossier(
    dossier: Dossier, *, failure: JobFailure, now: datetime, real_now: datetime
) -> None:
    """Say that there is no file, and why."""
    if end_job(dossier, JobState.FAILED, real_now, failure=failure):
        record(dossier, "dossier.failed", None, now, failure=str(failure))


@transaction.atomic
def drop_dossier(dossier: Dossier, *, now: datetime) -> None:
    """Destroy the key of a dossier; its number and hash stay."""
    done = Dossier.objects.filter(pk=dossier.pk, state=JobState.DONE)
    if done.update(state=JobState.DROPPED, data_key=None) == 1:
        record(dossier, "dossier.dropped", None, now, hash=dossier.sha256)
