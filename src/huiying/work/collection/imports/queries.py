"""Read imports, their refused rows, and those that wait for a runner.

In:   bureau id, an import, a moment.    Out:  rows and counts.
Cost: one query each; the codes of refusals two.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from huiying.work.collection.imports.models import (
    ImportedRow,
    ImportJob,
    ImportRefusal,
    ImportState,
    RowResult,
)

CLAIM_LENGTH = timedelta(seconds=60)


def imports_of(bureau_id: int) -> QuerySet[ImportJob]:
    """Return the imports of a bureau, newest first."""
    rows = ImportJob.objects.filter(bureau_id=bureau_id).select_related("source", "by")
    return rows.order_by("-started_at", "-pk")


def refusals_of(job: ImportJob) -> QuerySet[ImportRefusal]:
    """Return the refused rows of an import in the order of the file."""
    return ImportRefusal.objects.filter(job=job).order_by("row", "pk")


def refusal_codes(job: ImportJob) -> list[tuple[ImportRefusal, int]]:
    """Return the first refusal of each code and the count of its kind, most frequent first."""
    rows = ImportRefusal.objects.filter(job=job).values("code")
    counts = list(rows.annotate(n=Count("pk"), first=Min("pk")).order_by("-n", "code"))
    firsts = ImportRefusal.objects.in_bulk([row["first"] for row in counts])
    return [(firsts[row["first"]], row["n"]) for row in counts]


def repetitions_of(job: ImportJob) -> QuerySet[ImportedRow]:
    """Return the rows that repeat an earlier post, with that post, in the order of the file."""
    return _rows_of(job, RowResult.REPEATED)


def retained_rows_of(job: ImportJob) -> QuerySet[ImportedRow]:
    """Return the rows of an earlier run whose posts somebody had acted on."""
    return _rows_of(job, RowResult.RETAINED)


def rows_to_withdraw(job: ImportJob, most: int) -> list[int]:
    """Return posts that the run to be replaced brought, some at a time."""
    rows = ImportedRow.objects.filter(job=job, result=RowResult.ACCEPTED).order_by("row")
    return list(rows.values_list("post_id", flat=True)[:most])


def posts_of_other_imports(job: ImportJob, post_ids: Collection[int]) -> set[int]:
    """Return those of some posts that a row of another file repeats."""
    rows = ImportedRow.objects.filter(post_id__in=post_ids).exclude(job=job)
    return set(rows.values_list("post_id", flat=True))


def _rows_of(job: ImportJob, result: RowResult) -> QuerySet[ImportedRow]:
    rows = ImportedRow.objects.filter(job=job, result=result).select_related("post__source")
    return rows.order_by("row", "pk")


def claimable_imports(real_now: datetime) -> QuerySet[ImportJob]:
    """Return the imports that wait for a runner, or whose runner was lost."""
    running = ImportJob.objects.filter(is_unclaimed(real_now), state=ImportState.RUNNING)
    return running.order_by("started_at", "pk")


def is_unclaimed(real_now: datetime) -> Q:
    """Return what holds of an import that no runner has.

    A claim beyond its own length is of a clock that was set back.
    """
    over = Q(claimed_until__lt=real_now) | Q(claimed_until__gt=real_now + 2 * CLAIM_LENGTH)
    return over | Q(claimed_until__isnull=True)


def old_uploads(*, before: datetime) -> QuerySet[ImportJob]:
    """Return the uploads that nobody started."""
    return ImportJob.objects.filter(
        state=ImportState.UPLOADED, started_at__lt=before, replacing=False
    )
