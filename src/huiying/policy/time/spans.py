"""Duty times as intervals: shifts over midnight, repeating weeks, uncovered times.

In:   local days and times of day.    Out:  spans between aware moments.
Cost: linear in the days, or in the shifts sorted by time.

A span holds its start and not its end, so one shift may begin when another ends.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huiying.policy.time.zone import DAY, LOCAL


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time; it holds ``starts_at`` and not ``ends_at``."""

    starts_at: datetime  # aware
    ends_at: datetime  # aware, after ``starts_at``

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("a span ends after it starts")

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a moment; to touch is not to overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def shift_span(day: date, start: time, end: time) -> Span:
    """Return the shift that begins on a local day.

    A shift whose end is not later than its start ends on the next day: 17:30 to 08:30 is a
    night, 08:30 to 08:30 is a whole day.

    >>> night = shift_span(date(2026, 11, 25), time(17, 30), time(8, 30))
    >>> night.ends_at - night.starts_at
    datetime.timedelta(seconds=54000)
    """
    starts_at = datetime.combine(day, start, LOCAL)
    last = day if end > start else day + DAY
    return Span(starts_at, datetime.combine(last, end, LOCAL))


def days_of_weeks(first: date, last: date, weekdays: Collection[int]) -> Iterator[date]:
    """Yield the days from ``first`` to ``last`` (both meant) that fall on these weekdays.

    Args:
        weekdays: Monday is 0.
    """
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.weekday() in weekdays:
            yield day


def uncovered(spans: Iterable[Span], within: Span) -> list[Span]:
    """Return the stretches of ``within`` that no span covers, in order."""
    found: list[Span] = []
    covered_to = within.starts_at
    for span in sorted(spans):
        if span.starts_at >= within.ends_at:
            break
        if span.starts_at > covered_to:
            found.append(Span(covered_to, span.starts_at))
        covered_to = max(covered_to, span.ends_at)
    if covered_to < within.ends_at:
        found.append(Span(covered_to, within.ends_at))
    return found
