"""How long the clocks of some rules took, as a histogram; how many were in time, by week.

In:   a bureau, rule codes, a period.    Out:  counts that the database made.
Cost: three queries a histogram, one for the weeks, however many clocks there are.

The length is that of the clock from start to stop; time that it stood by law is part of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncWeek

from huiying.base.clocks.models import Clock, ClockState

SHARES = (1 / 6, 1 / 3, 1 / 2, 2 / 3, 5 / 6, 1, 1.5, 2, 4)
"""The edges of a histogram as shares of the limit: the limit is one of them."""
MET = Q(state=ClockState.MET)
LENGTH = ExpressionWrapper(F("stopped_at") - F("starts_at"), output_field=DurationField())


@dataclass(frozen=True, slots=True)
class Distribution:
    """How long clocks took. ``bins`` has one more than ``edges``: the last has no end."""

    edges: tuple[timedelta, ...]
    bins: tuple[int, ...]
    total: int
    late: int
    median: timedelta | None


@dataclass(frozen=True, slots=True)
class WeekOutcomes:
    """What became of the clocks of one rule that started in one week."""

    week: date  # its Monday
    rule_code: str
    in_time: int
    late: int


def edges_of(limit: timedelta) -> tuple[timedelta, ...]:
    """Return the edges of a histogram for a limit.

    >>> [int(edge.total_seconds() // 60) for edge in edges_of(timedelta(minutes=30))]
    [5, 10, 15, 20, 25, 30, 45, 60, 120]
    """
    return tuple(timedelta(seconds=round(limit.total_seconds() * share)) for share in SHARES)


def distribution_of(
    bureau_id: int,
    codes: Collection[str],
    since: datetime,
    until: datetime,
    edges: Sequence[timedelta],
) -> Distribution:
    """Return how long the clocks took that started in a period and were met."""
    rows = _started(bureau_id, codes, since, until).filter(MET)
    names = {f"bin_{at}": _between(edges, at) for at in range(len(edges) + 1)}
    counted = rows.annotate(length=LENGTH).aggregate(
        total=Count("pk"),
        late=Count("pk", filter=Q(stopped_at__gt=F("due_at"))),
        **{name: Count("pk", filter=part) for name, part in names.items()},
    )
    return Distribution(
        edges=tuple(edges),
        bins=tuple(counted[name] for name in names),
        total=counted["total"],
        late=counted["late"],
        median=_median(rows, counted["total"]),
    )


def _between(edges: Sequence[timedelta], at: int) -> Q:
    """Return the condition of a bin: longer than its first edge, at most its second."""
    part = Q(length__gt=edges[at - 1]) if at else Q()
    return part & Q(length__lte=edges[at]) if at < len(edges) else part


def _median(rows: QuerySet[Clock], total: int) -> timedelta | None:
    if not total:
        return None
    middle = rows.annotate(length=LENGTH).order_by("length").values_list("length", flat=True)
    found = list(middle[(total - 1) // 2 : total // 2 + 1])
    return sum(found, timedelta()) / len(found)


def outcomes_by_week(
    bureau_id: int, codes: Collection[str], since: datetime, until: datetime, now: datetime
) -> list[WeekOutcomes]:
    """Return how the clocks ended that started in a period, by week and rule."""
    late = (MET & Q(stopped_at__gt=F("due_at"))) | Q(
        state=ClockState.RUNNING, paused_at__isnull=True, due_at__lt=now
    )
    rows = _started(bureau_id, codes, since, until).annotate(week=TruncWeek("starts_at"))
    counted = rows.values("week", "rule_code").annotate(
        in_time=Count("pk", filter=MET & Q(stopped_at__lte=F("due_at"))),
        late=Count("pk", filter=late),
    )
    return [
        WeekOutcomes(row["week"].date(), row["rule_code"], row["in_time"], row["late"])
        for row in counted.order_by("week", "rule_code")
    ]


def _started(
    bureau_id: int, codes: Collection[str], since: datetime, until: datetime
) -> QuerySet[Clock]:
    rows = Clock.objects.filter(bureau_id=bureau_id, rule_code__in=codes)
    rows = rows.filter(starts_at__gte=since, starts_at__lt=until)
    return rows.exclude(state=ClockState.CANCELLED)
