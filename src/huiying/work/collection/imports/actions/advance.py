"""Advance an import by one batch, and finish it.

In:   a claimed import, prepared rows.
Out:  posts, refusals and ``next_row``, all or nothing.
Cost: at most 500 rows a transaction, about 65 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.db.bulk import insert_columns
from huiying.reasons.reason import Reason, to_data
from huiying.work.collection.core.items import Refusal
from huiying.work.collection.imports.models import (
    ImportedRow,
    ImportJob,
    ImportRefusal,
    ImportState,
    RowResult,
)
from huiying.work.collection.imports.note_tally import add_notes
from huiying.work.collection.imports.queries import CLAIM_LENGTH, is_unclaimed
from huiying.work.collection.posts.actions.accept import ItemResult, accept_prepared
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.posts.prepare import PreparedPost


class LostClaim(Exception):
    """Another runner took the import over; nothing of this batch was stored."""


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One batch of a file: the numbers of its rows and what became of each."""

    numbers: Sequence[int]
    prepared: Sequence[PreparedPost | Refusal]
    share: float  # of the file, read so far
    lines: Sequence[int] = ()  # where each begins in a text editor; empty: as numbered


def claim_import(
    job_id: int, *, real_now: datetime, held_until: datetime | None = None
) -> ImportJob | None:
    """Take a running import for ourselves; None while another runner holds it.

    Args:
        real_now: The machine's time: leases are about processes, not about business.
        held_until: The lease of who began this runner for it, and hands it over.
    """
    free = Q(claimed_until=held_until) | is_unclaimed(real_now)
    rows = ImportJob.objects.filter(free, pk=job_id, state=ImportState.RUNNING)
    if not rows.update(claimed_until=real_now + CLAIM_LENGTH):
        return None
    return ImportJob.objects.select_related("source", "bureau", "by").get(pk=job_id)


@transaction.atomic
def advance_import(
    *, job: ImportJob, rows: ImportBatch, actor: Actor, now: datetime, real_now: datetime
) -> list[ItemResult]:
    """Store one batch and move ``next_row`` behind it.

    Raises:
        LostClaim: If the lease ran out and somebody else goes on with the file.
    """
    results = accept_prepared(
        source=job.source,
        prepared=rows.prepared,
        lane=Lane.BACKLOG,
        history=job.history,
        actor=actor,
        now=now,
    )
    _store_rows(job, rows, results)
    counts = dict.fromkeys(("accepted", "repeated", "refused"), 0)
    for result in results:
        counts[result.status] += 1
    diverted = sum(row.status == "accepted" and not row.is_post for row in results)
    job.notes = add_notes(job.notes, zip(rows.numbers, results, strict=True))
    _move(
        job,
        real_now,
        notes=job.notes,
        next_row=rows.numbers[-1] + 1,
        progress=rows.share,
        diverted=F("diverted") + diverted,
        **{name: F(name) + count for name, count in counts.items()},
    )
    return results


def _store_rows(job: ImportJob, rows: ImportBatch, results: Sequence[ItemResult]) -> None:
    """Store which post each row became or repeats, and why others were refused."""
    taken = [
        (number, RowResult[result.status.upper()].value, result.post_id)
        for number, result in zip(rows.numbers, results, strict=True)
        if result.post_id is not None and result.is_post
    ]
    if taken:
        numbers, kinds, posts = zip(*taken, strict=True)
        insert_columns(
            ImportedRow,
            {"row": numbers, "result": kinds, "post_id": posts},
            every={"bureau_id": job.bureau_id, "job_id": job.pk},
        )
    ImportRefusal.objects.bulk_create(
        [
            ImportRefusal(
                bureau_id=job.bureau_id,
                job=job,
                row=number,
                line=None if line == number else line,
                code=result.code,
                field=result.field,
                reason=to_data(result.reason),
            )
            for number, line, result in zip(
                rows.numbers, rows.lines or rows.numbers, results, strict=True
            )
            if result.reason
        ]
    )


@transaction.atomic
def note_withdrawn(
    *, job: ImportJob, withdrawn: int, retained: Sequence[int], real_now: datetime
) -> None:
    """Count posts of the earlier run that were withdrawn, and mark those that stay.

    Args:
        retained: The posts that stay.

    Raises:
        LostClaim: As ``advance_import``.
    """
    rows = ImportedRow.objects.filter(job=job, result=RowResult.ACCEPTED, post_id__in=retained)
    rows.update(result=RowResult.RETAINED)
    _move(
        job,
        real_now,
        withdrawn=F("withdrawn") + withdrawn,
        retained=F("retained") + len(retained),
    )


@transaction.atomic
def end_withdrawal(*, job: ImportJob, real_now: datetime) -> None:
    """Let the file be read anew, after no post of the earlier run is left to withdraw."""
    ImportedRow.objects.filter(job=job).exclude(result=RowResult.RETAINED).delete()
    _move(job, real_now, replacing=False)
    job.replacing = False


def _move(job: ImportJob, real_now: datetime, **changes: object) -> None:
    """Write changes of a claimed import, and keep it claimed."""
    until = real_now + CLAIM_LENGTH
    if not _claimed_row(job).update(**changes, claimed_until=until):
        raise LostClaim
    job.claimed_until = until


@transaction.atomic
def finish_import(
    *, job: ImportJob, actor: Actor, now: datetime, error: Reason | None = None
) -> ImportJob:
    """End an import: done, or failed with the reason."""
    state = ImportState.FAILED if error else ImportState.DONE
    share = {} if error else {"progress": 1.0}
    ended = _claimed_row(job).update(
        state=state,
        error=to_data(error) if error else None,
        finished_at=now,
        claimed_until=None,
        **share,
    )
    if not ended:
        raise LostClaim
    job.refresh_from_db()
    record(
        job,
        "import.failed" if error else "import.finished",
        actor,
        now,
        accepted=job.accepted - job.diverted,
        repeated=job.repeated,
        refused=job.refused,
        history=job.history,
        **({"withdrawn": job.withdrawn, "retained": job.retained} if job.withdrawn else {}),
    )
    return job


def release_import(*, job: ImportJob, paused: bool) -> None:
    """Give a claimed import back: for the next runner, or paused until somebody goes on."""
    state = ImportState.PAUSED if paused else ImportState.RUNNING
    _claimed_row(job).update(claimed_until=None, state=state)
    job.refresh_from_db()


def _claimed_row(job: ImportJob) -> QuerySet[ImportJob]:
    """Return the job's row while our lease stands: the moment of the lease is its token."""
    return ImportJob.objects.filter(
        pk=job.pk, state=ImportState.RUNNING, claimed_until=job.claimed_until
    )
