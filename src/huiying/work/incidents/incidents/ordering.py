"""Put incidents in the order of a column: time left, last act, grade, posts, opening.

In:   incidents in sight, a column, a direction.    Out:  the same incidents, in order.
Cost: one look-up in an index of clocks or records for each incident that is put in order; on
      20,000 incidents about 100 ms, and nothing for the other columns.
"""

from __future__ import annotations

from django.db.models import F, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Greatest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.work.incidents.core.models import Incident

PLAIN = {
    "opened": "opened_at",
    "grade": "grade",
    "stage": "stage",
    "posts": "size",
    "number": "number",
}
"""Column → the field of an incident that it is put in order by."""
COLUMNS = ("left", "updated", *PLAIN)


def with_next_due(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Add ``next_due``: when its first running deadline ends that is not paused; or None."""
    clocks = Clock.objects.filter(
        bureau_id=OuterRef("bureau_id"),
        subject_ref=OuterRef("number"),
        state=ClockState.RUNNING,
        paused_at__isnull=True,
    )
    # The least of a group, not the first in order: for an order SQLite without statistics, as
    # of a new installation, reads every running clock of the bureau for each incident.
    first = clocks.order_by().values("subject_ref").annotate(first=Min("due_at"))
    return rows.annotate(next_due=Subquery(first.values("first")))


def with_last_act(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Add ``updated_at``: the later of the last record about it and its last post."""
    records = AuditRecord.objects.filter(
        bureau_ref=OuterRef("bureau_id"),
        topic=Concat(Value("incident:"), OuterRef("number")),
    )
    last = Subquery(records.order_by("-seq").values("at")[:1])
    return rows.annotate(updated_at=Greatest("last_post_at", Coalesce(last, F("last_post_at"))))


def in_order(
    rows: QuerySet[Incident], column: str, *, descending: bool = False
) -> QuerySet[Incident]:
    """Return incidents in the order of a column; equal ones from the newest to the oldest.

    Args:
        column: One of ``COLUMNS``; "left" = the least time left first, without a deadline last.
    """
    if column == "left":
        due = F("next_due")
        first = due.desc(nulls_last=True) if descending else due.asc(nulls_last=True)
        return with_next_due(rows).order_by(first, "-opened_at", "-pk")
    if column == "updated":
        rows, field = with_last_act(rows), F("updated_at")
    else:
        field = F(PLAIN[column])
    return rows.order_by(field.desc() if descending else field.asc(), "-opened_at", "-pk")
