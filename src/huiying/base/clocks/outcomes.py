"""Outcomes of a bureau's clocks: met in time or late, and after how long.

In:   a bureau, rule codes, a period.    Out:  counts, and lengths with late or not.
Cost: one query each, over the clocks that started in the period.

A cancelled clock was nobody's duty; one that still runs and is not late has no outcome.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from huiying.base.clocks.models import Clock, ClockState


@dataclass(frozen=True, slots=True)
class ClockOutcomes:
    """What became of the clocks of some rules."""

    in_time: int
    late: int  # met after the deadline, or still running after it

    @property
    def total(self) -> int:
        """How many there were."""
        return self.in_time + self.late


@dataclass(frozen=True, slots=True)
class MetClock:
    """One clock that was met: after how many seconds, and whether that was too late."""

    seconds: float
    late: bool


def outcomes_of(
    bureau_id: int, codes: Collection[str], since: datetime, now: datetime
) -> dict[str, ClockOutcomes]:
    """Return how the clocks of each rule that started since then ended; no entry = none did."""
    rows = _started(bureau_id, codes, since).values("rule_code")
    in_time = Q(state=ClockState.MET, stopped_at__lte=F("due_at"))
    late = Q(state=ClockState.MET, stopped_at__gt=F("due_at")) | Q(
        state=ClockState.RUNNING, paused_at__isnull=True, due_at__lt=now
    )
    counted = rows.annotate(
        in_time=Count("pk", filter=in_time), late=Count("pk", filter=late)
    ).order_by()
    return {row["rule_code"]: ClockOutcomes(row["in_time"], row["late"]) for row in counted}


def met_clocks(bureau_id: int, codes: Collection[str], since: datetime) -> list[MetClock]:
    """Return the clocks of these rules that started since then and were met, quickest first."""
    rows = _started(bureau_id, codes, since).filter(state=ClockState.MET)
    found = [
        MetClock((stopped - started).total_seconds(), stopped > due)
        for started, stopped, due in rows.values_list("starts_at", "stopped_at", "due_at")
        if stopped is not None
    ]
    return sorted(found, key=lambda row: row.seconds)


def overdue_count(bureau_id: int, codes: Collection[str], now: datetime) -> int:
    """Return how many clocks of these rules run at this moment beyond their time."""
    rows = Clock.objects.filter(bureau_id=bureau_id, rule_code__in=codes)
    running = rows.filter(state=ClockState.RUNNING, paused_at__isnull=True)
    return running.filter(due_at__lt=now).count()


def _started(bureau_id: int, codes: Collection[str], since: datetime) -> QuerySet[Clock]:
    rows = Clock.objects.filter(bureau_id=bureau_id, rule_code__in=codes, starts_at__gte=since)
    return rows.exclude(state=ClockState.CANCELLED)
