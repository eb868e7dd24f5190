"""Estimate the usual volume of posts of a bureau, by hour of the day and day of the week.

In:   how many posts each hour of the past brought, in local time, and the hours of a gap.
Out:  ``Baseline``: the usual number of posts of any hour and the band it usually stays in;
      how many times the usual level a matter reached.
Cost: O(hours), about 2 ms for eight weeks; pure.

Each of the 168 hours of a week is a Poisson level: the mean of the same hour of the same
weekday, the newer days weighing more, held by the mean of that hour over all days. Three things
keep it honest. A day without one post is *unknown*, not calm. An hour of a gap is no sample. A
day that brought many times the usual counts as a few usual days, so that one outcry does not
become what is usual.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, floor, sqrt
from statistics import median
from typing import Final

DAYS_NEEDED: Final = 14  # known days: every weekday was seen twice
DAYS_LEARNED: Final = 56  # known days that count, the newest
HALF_LIFE: Final = 28.0  # known days after which a day weighs half
MIN_LEVEL: Final = 5.0  # a window usual for less counts as this: few posts are no multiple
WINDOWS: Final = (1, 6, 24)  # hours in which a matter may stand out
_PRIOR: Final = 2.0  # the mean of the hour weighs as much as two samples
_LOUD_DAY: Final = 3.0  # times the median day; what is above counts as this
_HOURS, _WEEKDAYS = 24, 7
_SIGMAS: Final = 1.645  # nine of ten usual hours lie in the band
_HOUR: Final = timedelta(hours=1)

DayCounts = tuple[date, list[float | None], float]  # the hours (None: a gap) and the weight


@dataclass(frozen=True, slots=True)
class UsualLevel:
    """What is usual in some hours: the mean, and the band of nine hours in ten."""

    usual: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """The usual level of a bureau; it says nothing before enough days are known."""

    days: int  # known days that were learned from
    cells: tuple[float | None, ...] = ()  # posts an hour, by weekday * 24 + hour
    spread: float = 1.0  # variance over mean; 1 = Poisson, above: days differ

    @property
    def missing_days(self) -> int:
        """Return how many more known days it needs; 0 = it speaks."""
        return max(0, DAYS_NEEDED - self.days)

    def level(self, start: datetime, hours: int = 1) -> UsualLevel | None:
        """Return what is usual in the hours from a local hour on; None = unknown."""
        if self.missing_days:
            return None
        first = start.weekday() * _HOURS + start.hour
        cells = [self.cells[(first + step) % len(self.cells)] for step in range(hours)]
        known = [cell for cell in cells if cell is not None]
        if len(known) < hours:
            return None
        usual = sum(known)
        reach = _SIGMAS * sqrt(self.spread * usual)
        return UsualLevel(usual, max(0, floor(usual - reach)), ceil(usual + reach))


UNKNOWN_BASELINE: Final = Baseline(days=0)


def learn_baseline(
    counts: Mapping[datetime, int], gaps: Collection[datetime] = frozenset()
) -> Baseline:
    """Return the usual level, learned from the newest 56 days that brought a post.

    Args:
        counts: Local hour → posts; an hour that is left out brought none.
        gaps: Local hours in which a source was not read.
    """
    days = _days(counts, gaps)
    if len(days) < DAYS_NEEDED:
        return Baseline(days=len(days))
    cells = tuple(cell for row in zip(*_columns(days), strict=True) for cell in row)
    return Baseline(len(days), cells, _spread(days, cells))


def _days(counts: Mapping[datetime, int], gaps: Collection[datetime]) -> list[DayCounts]:
    """Return the newest known days with their weight, each loud one made quieter."""
    known: dict[date, list[float | None]] = {}
    for hour, count in counts.items():
        if count > 0:
            day: list[float | None] = known.setdefault(hour.date(), [0.0] * _HOURS)
            day[hour.hour] = (day[hour.hour] or 0.0) + count
    newest = sorted(known, reverse=True)[:DAYS_LEARNED]
    if not newest:
        return []
    totals = {day: sum(filter(None, known[day])) for day in newest}
    most = _LOUD_DAY * median(totals.values())
    for hour in gaps:
        if hour.date() in totals:
            known[hour.date()][hour.hour] = None
    return [
        (
            day,
            [None if n is None else n * min(1.0, most / totals[day]) for n in known[day]],
            0.5 ** (age / HALF_LIFE),
        )
        for age, day in enumerate(newest)
    ]


def _columns(days: list[DayCounts]) -> list[list[float | None]]:
    """Return of each hour of the day its level on the seven weekdays."""
    columns: list[list[float | None]] = []
    for hour in range(_HOURS):
        total, weight = [0.0] * _WEEKDAYS, [0.0] * _WEEKDAYS
        for day, counts, share in days:
            if (count := counts[hour]) is not None:
                total[day.weekday()] += share * count
                weight[day.weekday()] += share
        if not sum(weight):
            columns.append([None] * _WEEKDAYS)
            continue
        mean = sum(total) / sum(weight)
        columns.append(
            [
                (part + _PRIOR * mean) / (share + _PRIOR)
                for part, share in zip(total, weight, strict=True)
            ]
        )
    return columns


def _spread(days: list[DayCounts], cells: tuple[float | None, ...]) -> float:
    """Return the variance of the samples over their mean, never below that of Poisson."""
    squares = means = 0.0
    for day, counts, _share in days:
        for hour, count in enumerate(counts):
            cell = cells[day.weekday() * _HOURS + hour]
            if count is not None and cell is not None:
                squares += (count - cell) ** 2
                means += cell
    return max(1.0, squares / means) if means else 1.0


def times_usual(counts: Mapping[datetime, int], baseline: Baseline) -> float | None:
    """Return how many times the usual level all talk reached at most because of one matter.

    1 plus the posts of the matter over the usual number of all posts, in the hour, the 6 or the
    24 hours where that is largest. The peak stays when a matter cools, and more posts never
    lower it. A window usual for less than five posts counts as five.

    Args:
        counts: Local hour → posts of the matter.
        baseline: Learned from before the matter, so that it does not raise its own measure.

    Returns:
        At least 1; None without a baseline or without posts.
    """
    peak: float | None = None
    ordered = sorted(counts)
    for hours in WINDOWS:
        total, first = 0, 0
        for end in ordered:
            start = end - (hours - 1) * _HOUR
            total += counts[end]
            while ordered[first] < start:
                total -= counts[ordered[first]]
                first += 1
            if peak is not None and total <= peak * MIN_LEVEL:
                continue  # whatever is usual then, it is no higher
            level = baseline.level(start, hours)
            if level is not None:
                peak = max(peak or 0.0, total / max(level.usual, MIN_LEVEL))
    return None if peak is None else round(1.0 + peak, 2)


def posts_within(counts: Mapping[datetime, int], start: datetime, hours: int) -> int:
    """Return the posts of so many hours from a local hour on."""
    return sum(counts.get(start + step * _HOUR, 0) for step in range(hours))
