"""The marks of the picture of a matter: lines at what was done, and their words beside them.

In:   moments with words, the bars, a frame.    Out:  lines and labels in units of the drawing.
Cost: some milliseconds at the worst, for many marks in a small space; pure.

No words overlap words or another mark's line. Where there is no room, the words of near marks
are merged; every mark keeps its line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Final

from huiying.web.console.assessment.picture_bars import Buckets, Frame

GAP: Final = 5.0  # between a line and its words
ROOM: Final = 4.0  # between two labels
ROWS: Final = (0, 1)
MAX_TRIED: Final = 400  # ways to place a set of labels, before some are merged
MAX_LABELS: Final = 8
FULL_WIDTH_FROM: Final = "\u2e80"  # Chinese characters and punctuation


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was done: when, its word, and the moment in words."""

    at: datetime
    word: str
    moment: str


@dataclass(frozen=True, slots=True)
class MarkLine:
    """The line of a mark: where, and in which row it begins; row 0 is above row 1."""

    x: float
    row: int


@dataclass(frozen=True, slots=True)
class MarkLabel:
    """The words of one mark, or of several near each other."""

    text: str
    row: int
    left: float
    right: float
    marks: int


@dataclass(frozen=True, slots=True)
class PlacedMarks:
    """The lines of all marks, and the words beside them."""

    lines: tuple[MarkLine, ...] = ()
    labels: tuple[MarkLabel, ...] = ()


def text_width(text: str) -> float:
    """Return about how wide a text of 12 units is, rather too wide."""
    return sum(12.0 if char >= FULL_WIDTH_FROM else 7.0 for char in text)


def mark_x(at: datetime, buckets: Buckets, frame: Frame) -> float:
    """Return where a moment stands."""
    share = (at - buckets.starts[0]) / (buckets.end - buckets.starts[0])
    return round(frame.left + share * (frame.right - frame.left), 1)


def place_marks(
    marks: Sequence[Mark],
    buckets: Buckets,
    frame: Frame,
    merged: Callable[[str, int], str],
) -> PlacedMarks:
    """Return the lines and words of marks; those outside the bars are left out.

    Moments are left out of the words where that leaves more of them apart.

    Args:
        merged: Says the first word of several marks and how many they are.
    """
    inside = [one for one in marks if buckets.starts[0] <= one.at <= buckets.end]
    shown = sorted(inside, key=lambda one: one.at)
    xs = [mark_x(one.at, buckets, frame) for one in shown]
    timed = _placed(
        xs, frame, [(f"{one.word} {one.moment}", one.word) for one in shown], merged
    )
    if len(timed.labels) == len(shown):
        return timed
    short = _placed(xs, frame, [(one.word, one.word) for one in shown], merged)
    return short if len(short.labels) > len(timed.labels) else timed


def _placed(
    xs: Sequence[float],
    frame: Frame,
    words: Sequence[tuple[str, str]],
    merged: Callable[[str, int], str],
) -> PlacedMarks:
    """Merge the nearest marks until all words find a place.

    Args:
        words: Of each mark: as it stands alone, and as the first of several.
    """
    groups = [range(index, index + 1) for index in range(len(xs))]
    while groups:
        tried = [
            _Wanted(
                words[group[0]][0]
                if len(group) == 1
                else merged(words[group[0]][1], len(group)),
                xs[group[0]],
                xs[group[-1]],
                len(group),
            )
            for group in groups
        ]
        labels = _Search(tried, frame).labels() if len(groups) <= MAX_LABELS else None
        if labels is not None:
            rows = [
                label.row for label, group in zip(labels, groups, strict=True) for _ in group
            ]
            return PlacedMarks(tuple(map(MarkLine, xs, rows)), tuple(labels))
        if len(groups) == 1:
            return PlacedMarks(tuple(MarkLine(x, 1) for x in xs), (_above(tried[0], frame),))
        gaps = [xs[after[0]] - xs[before[-1]] for before, after in pairwise(groups)]
        nearest = gaps.index(min(gaps))
        joined = range(groups[nearest].start, groups[nearest + 1].stop)
        groups[nearest : nearest + 2] = [joined]
    return PlacedMarks()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Words that need a place, beside lines from ``first`` to ``last``."""

    text: str
    first: float
    last: float
    marks: int

    def choices(self) -> list[MarkLabel]:
        """Return where they may stand: above before below, right before left."""
        width = text_width(self.text)
        edges = (self.last + GAP, self.first - GAP - width)
        return [
            MarkLabel(self.text, row, left, left + width, self.marks)
            for row in ROWS
            for left in edges
        ]


def _above(wanted: _Wanted, frame: Frame) -> MarkLabel:
    """Return words in the middle above their lines, which begin below them."""
    width = text_width(wanted.text)
    middle = (wanted.first + wanted.last - width) / 2
    left = max(float(frame.left), min(middle, frame.width - width))
    return MarkLabel(wanted.text, 0, left, left + width, wanted.marks)


@dataclass(slots=True)
class _Search:
    """Places for labels from left to right, with steps back."""

    wanted: Sequence[_Wanted]
    frame: Frame
    tried: int = 0
    chosen: list[MarkLabel] = field(default_factory=list)

    def labels(self) -> list[MarkLabel] | None:
        """Return a place for each, or None when none was found in time."""
        return self.chosen if self._go_on() else None

    def _go_on(self) -> bool:
        if len(self.chosen) == len(self.wanted):
            return True
        for label in self.wanted[len(self.chosen)].choices():
            self.tried += 1
            if self.tried > MAX_TRIED:
                return False
            if self._fits(label):
                self.chosen.append(label)
                if self._go_on():
                    return True
                self.chosen.pop()
        return False

    def _fits(self, label: MarkLabel) -> bool:
        if label.left < self.frame.left or label.right > self.frame.width:
            return False
        own = self.wanted[len(self.chosen)]
        return not any(
            _touch(label, other)
            or (other.row <= label.row and _crossed(label, its))
            or (label.row <= other.row and _crossed(other, own))
            for other, its in zip(self.chosen, self.wanted, strict=False)
        )


def _touch(one: MarkLabel, other: MarkLabel) -> bool:
    apart = one.left >= other.right + ROOM or other.left >= one.right + ROOM
    return one.row == other.row and not apart


def _crossed(label: MarkLabel, lines: _Wanted) -> bool:
    """Tell whether lines run down through words: they begin in their row or above it."""
    return lines.first <= label.right + 1 and lines.last >= label.left - 1
