"""The bars of the picture of a matter: their length, their numbers, axis and shades.

In:   posts by local hour, a frame.    Out:  buckets of equal length, numbers of the axis.
Cost: under 1 ms; pure.

Nothing is lost: the bars and ``before`` together are all posts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

HOUR: Final = timedelta(hours=1)
BUCKETS: Final = (1, 2, 3, 6, 12, 24)  # hours of a bar
STRAYS: Final = 0.03  # share of the posts that may lie before the first bar
TICKS: Final = 4  # lines above zero, at most
SHADES: Final = 4
STEPS: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a drawing, in its own units.

    Attributes:
        most, least: Bars at the most, and slots at the least.
        top, base: Of the bars; marks have their words above ``top``.
        row, cell: Height of a line of the strip, and of a cell in it.
    """

    width: int
    left: int
    right: int
    top: int
    base: int
    row: int
    cell: int
    most: int
    least: int


WIDE: Final = Frame(1202, 78, 1144, 50, 138, 20, 17, 24, 8)
NARROW: Final = Frame(350, 58, 346, 50, 108, 18, 16, 10, 6)


@dataclass(frozen=True, slots=True)
class Buckets:
    """The hours of a matter in bars of one length.

    Attributes:
        hours: Of each bar.
        before: Posts before the first bar.
    """

    hours: int
    starts: tuple[datetime, ...]
    counts: tuple[int, ...]
    before: int

    @property
    def end(self) -> datetime:
        """The moment at which the last bar ends."""
        return self.starts[-1] + self.hours * HOUR

    def index_of(self, moment: datetime) -> int:
        """Return the bar in which a moment lies; negative = before the first."""
        return (moment - self.starts[0]) // (self.hours * HOUR)


def bucket_hours(posts: Mapping[datetime, int], until: datetime, frame: Frame) -> Buckets:
    """Return the posts of a matter in at most ``frame.most`` bars of the shortest length.

    Where even days do not fit, the newest stand. A few stray posts long before the others do
    not make all bars longer.

    Args:
        posts: By local hour; at least one.
        until: The last moment that is shown, not before the last post.
    """
    first, last = _first_hour(posts), max(until, *posts)
    for hours in BUCKETS:
        start = _floor(first, hours)
        slots = (last - start) // (hours * HOUR) + 1
        if slots <= frame.most:
            break
    else:
        slots = frame.most
        start = _floor(last, hours) - (slots - 1) * hours * HOUR
    start -= max(0, frame.least - slots) * hours * HOUR
    slots = max(slots, frame.least)
    counts = [0] * slots
    before = 0
    for hour, count in posts.items():
        index = (hour - start) // (hours * HOUR)
        if index < 0:
            before += count
        else:
            counts[index] += count
    starts = tuple(start + step * hours * HOUR for step in range(slots))
    return Buckets(hours, starts, tuple(counts), before)


def _first_hour(posts: Mapping[datetime, int]) -> datetime:
    """Return the hour of the first post that is no stray."""
    left = STRAYS * sum(posts.values())
    ordered = sorted(posts)
    for hour in ordered:
        left -= posts[hour]
        if left < 0:
            return hour
    return ordered[-1]


def _floor(moment: datetime, hours: int) -> datetime:
    at = moment.hour - moment.hour % hours
    return moment.replace(hour=at, minute=0, second=0, microsecond=0)


def ticks(most: int) -> tuple[int, ...]:
    """Return the numbers of the axis above zero, the last one not below ``most``.

    >>> ticks(6), ticks(25), ticks(0)
    ((2, 4, 6), (10, 20, 30), (1,))
    """
    scale = 1
    while True:
        for step in STEPS:
            if most <= step * scale * TICKS:
                size = step * scale
                return tuple(size * n for n in range(1, max(1, -(-most // size)) + 1))
        scale *= 10


def shade(count: int, most: int) -> int:
    """Return the shade of a cell: 0 for none, then 1 to ``SHADES`` by its share of the most."""
    return -(-count * SHADES // most) if count else 0
