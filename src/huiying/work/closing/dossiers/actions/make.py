"""What becomes of a dossier while a job makes it: claimed, made, failed, dropped.

In:   a dossier, the process that makes it.    Out:  the row as it goes on.
Cost: one conditional update each; an audit record at the end.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.record import record
from huiying.work.closing.dossiers.models import Dossier, DossierFailure, DossierState


def claim_dossier(dossier: Dossier, *, holder: str, machine: str, real_now: datetime) -> bool:
    """Take a dossier that waits; False if another process was first."""
    waiting = Dossier.objects.filter(pk=dossier.pk, state=DossierState.QUEUED)
    claimed = waiting.update(
        state=DossierState.RUNNING, holder=holder, machine=machine, started_at=real_now
    )
    return claimed == 1


def note_progress(dossier: Dossier, *, written: int, expected: int) -> None:
    """Say how many files are written, for who waits."""
    Dossier.objects.filter(pk=dossier.pk).update(written=written, expected=expected)


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
    running = Dossier.objects.filter(
        pk=dossier.pk, state=DossierState.RUNNING, holder=dossier.holder
    )
    done = running.update(
        state=DossierState.DONE,
        sha256=sha256,
        size=size,
        data_key=data_key,
        missing=missing,
        finished_at=real_now,
    )
    if done != 1:
        return False
    data = {"hash": sha256, "size": size, "missing": missing}
    record(dossier, "dossier.made", None, now, **data)
    return True


@transaction.atomic
def fail_dossier(
    dossier: Dossier, *, failure: DossierFailure, now: datetime, real_now: datetime
) -> None:
    """Say that there is no file, and why."""
    running = Dossier.objects.filter(pk=dossier.pk, state=DossierState.RUNNING)
    failed = running.update(state=DossierState.FAILED, failure=failure, finished_at=real_now)
    if failed == 1:
        record(dossier, "dossier.failed", None, now, failure=str(failure))


@transaction.atomic
def drop_dossier(dossier: Dossier, *, now: datetime) -> None:
    """Destroy the key of a dossier; its number and hash stay."""
    done = Dossier.objects.filter(pk=dossier.pk, state=DossierState.DONE)
    if done.update(state=DossierState.DROPPED, data_key=None) == 1:
        record(dossier, "dossier.dropped", None, now, hash=dossier.sha256)
