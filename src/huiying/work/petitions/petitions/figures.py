"""Figures of petitions by unit, never by officer: accepted and answered in time.

In:   a bureau, a stretch of time, the moment.    Out:  one row a unit that held a period.
Cost: one query over the clocks of petitions that ended or were due within the time.

A period counts in the time in which it was due: it was met by then, or it was not, whatever
happened later. One that is not due yet is not counted. How satisfied people are is counted by
``ratings``, which stands above.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.time.deadlines import (
    PETITION_DECISION,
    PETITION_EXTENSION,
    PETITION_RECEIPT,
    QUESTION_REPLY,
    SUGGESTION_REPLY,
)

ACCEPTANCE = (PETITION_RECEIPT,)
ANSWERS = (PETITION_DECISION, PETITION_EXTENSION, QUESTION_REPLY, SUGGESTION_REPLY)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many; ``percent`` None = there was none (无数据)."""

    met: int = 0
    all: int = 0

    @property
    def percent(self) -> float | None:
        """Return the share in percent, 0 to 100."""
        return 100 * self.met / self.all if self.all else None

    def __add__(self, other: Share) -> Share:
        return Share(self.met + other.met, self.all + other.all)


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """及时受理率 and 按期办结率 of one unit; unit None = the bureau's office by role."""

    unit_id: int | None
    unit: str
    accepted: Share
    answered: Share


def figures_by_unit(
    bureau_id: int, *, since: datetime, until: datetime, now: datetime
) -> list[UnitFigures]:
    """Return the figures of each unit that held a period due from ``since`` to ``until``.

    Args:
        now: A period that is due after this moment does not count yet.
    """
    found: defaultdict[tuple[int | None, str], list[Share]] = defaultdict(
        lambda: [Share(), Share()]
    )
    for row in _periods(bureau_id, since, min(until, now)):
        code, unit_id, unit, state, due_at, stopped_at = row
        in_time = state == ClockState.MET and stopped_at is not None and stopped_at <= due_at
        shares = found[unit_id, unit or ""]
        place = 0 if code in ACCEPTANCE else 1
        shares[place] += Share(int(in_time), 1)
    rows = [UnitFigures(*unit, *shares) for unit, shares in found.items()]
    return sorted(rows, key=lambda row: row.unit)


def total_of(rows: Iterable[UnitFigures]) -> UnitFigures:
    """Return the figures of the whole bureau."""
    listed = list(rows)
    return UnitFigures(
        None,
        "",
        sum((row.accepted for row in listed), Share()),
        sum((row.answered for row in listed), Share()),
    )


def _periods(bureau_id: int, since: datetime, until: datetime) -> QuerySet[Clock, Any]:
    """Return the periods due within a time; one that was cancelled gave way to another."""
    rows = Clock.objects.filter(
        bureau_id=bureau_id,
        rule_code__in=(*ACCEPTANCE, *ANSWERS),
        due_at__gte=since,
        due_at__lt=until,
    ).exclude(state=ClockState.CANCELLED)
    return rows.values_list(
        "rule_code", "holder_unit_id", "holder_unit__name", "state", "due_at", "stopped_at"
    )
