"""Counters of clocks that were met: in time or late by unit, and how long they took.

In:   clocks as they stop, and as they are set running again.
Out:  the kinds ``clocks.met`` and ``clocks.length``, by the day of the start.
Cost: two upserts for a clock that stops.

A clock counts for the unit in whose hands it stopped. One that runs is no row of a counter,
late or not: whether it is late depends on the moment (``figures.py`` adds those).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.counters.actions.count import add_counts
from huiying.base.counters.kinds import CounterKind, declare

IN_TIME, LATE = "in_time", "late"
NO_UNIT = "0"
MINUTE = timedelta(minutes=1)
STEPS = (
    (timedelta(hours=4), MINUTE),
    (timedelta(hours=48), 10 * MINUTE),
    (timedelta.max, 60 * MINUTE),
)
"""Up to a length, lengths are rounded up to whole steps."""


def rounded_up(length: timedelta) -> timedelta:
    """Return the length under which a clock is counted: at least as long, at most one step.

    >>> str(rounded_up(timedelta(minutes=12, seconds=1))), str(rounded_up(timedelta(hours=5)))
    ('0:13:00', '5:00:00')
    """
    step = next(step for most, step in STEPS if length <= most)
    return max(-(-length // step), 0) * step


def met_clocks() -> QuerySet[Clock]:
    """Return the clocks that were met, of all bureaus."""
    return Clock.objects.filter(state=ClockState.MET)


def _outcome(rule: str, unit: int | None, stopped: datetime, due: datetime) -> str:
    return f"{rule}|{unit or NO_UNIT}|{LATE if stopped > due else IN_TIME}"


def _length(rule: str, started: datetime, stopped: datetime) -> str:
    return f"{rule}|{rounded_up(stopped - started) // MINUTE}"


MET = declare(
    CounterKind(
        code="clocks.met",
        model=Clock,
        rows=met_clocks,
        moment="starts_at",
        parts=("rule_code", "holder_unit_id", "stopped_at", "due_at"),
        key=_outcome,
    )
)
LENGTH = declare(
    CounterKind(
        code="clocks.length",
        model=Clock,
        rows=met_clocks,
        moment="starts_at",
        parts=("rule_code", "starts_at", "stopped_at"),
        key=_length,
    )
)


def count_met(clock: Clock) -> None:
    """Count a clock that was just met."""
    add_counts(clock.bureau_id, MET.slots_of([clock]) + LENGTH.slots_of([clock]))


def uncount_met(clock: Clock) -> None:
    """Take back the count of a clock that was met and is set running again.

    Args:
        clock: As it stood while it was met.
    """
    slots = MET.slots_of([clock]) + LENGTH.slots_of([clock])
    add_counts(clock.bureau_id, {slot: -amount for slot, amount in slots.items()})
