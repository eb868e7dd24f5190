"""Draw the picture of a matter as SVG: bars, marks, and the strip of platforms over time.

In:   bars, placed marks, rows of the strip, a frame.
Out:  safe SVG without style or script; its colours come from classes of ``picture.css``.
Cost: under 1 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from huiying.web.console.assessment.picture_bars import SHADES, Buckets, Frame, shade, ticks
from huiying.web.console.assessment.picture_marks import PlacedMarks, text_width

BAR: float = 0.56  # of the width of its slot
AXIS = 18  # below the strip, for each line of words
ABOVE = 5  # between a bar and its number
MARK_TEXTS = (12, 28)  # base lines of the two rows of words
MARK_TOPS = (3, 19)


@dataclass(frozen=True, slots=True)
class StripRow:
    """One platform: its posts in each bar."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """The posts of all bars."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a picture shows.

    Attributes:
        band: The usual level of each bar (low, high); empty = unknown.
        gaps: Bars in which a source was not read.
        partial: The last bar is not over.
        hours, days: Words below each bar; "" = none.
        finding: One sentence that says what is seen.
        total_words: "共 %(count)s".
    """

    buckets: Buckets
    marks: PlacedMarks
    strip: Sequence[StripRow]
    band: Sequence[tuple[int, int]]
    gaps: frozenset[int]
    partial: bool
    hours: Sequence[str]
    days: Sequence[str]
    finding: str
    unit: str
    band_word: str
    total_words: str


def picture_svg(drawn: Drawing, frame: Frame, name: str) -> SafeString:
    """Return the drawing in one size; ``name`` is the class that says when it is shown."""
    counts = drawn.buckets.counts
    axis = ticks(max([*counts, *(high for _low, high in drawn.band)]))
    slot = (frame.right - frame.left) / len(counts)
    pen = _Pen(frame, slot, (frame.base - frame.top) / axis[-1])
    strip_top = frame.base + 10
    words_at = strip_top + frame.row * len(drawn.strip) + 13
    height = words_at + (AXIS if any(drawn.days) else 0) + 6
    parts = [
        f'<svg class="hy-pic {name}" viewBox="0 0 {frame.width} {height}" role="img" '
        f'aria-label="{conditional_escape(drawn.finding)}">',
        pen.axis(axis, drawn.unit),
        pen.band(drawn.band, drawn.band_word),
        pen.bars(counts, partial=drawn.partial),
        pen.gaps(drawn.gaps),
        pen.marks(drawn.marks),
        pen.numbers(counts),
        pen.strip(drawn.strip, strip_top, drawn.total_words),
        pen.line_of_words(drawn.hours, words_at),
        pen.line_of_words(drawn.days, words_at + AXIS),
        "</svg>",
    ]
    return SafeString("".join(parts))


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws into one frame; ``slot`` is the width of a bar's place, ``unit`` that of a post."""

    frame: Frame
    slot: float
    unit: float

    def _middle(self, index: int) -> float:
        return self.frame.left + (index + 0.5) * self.slot

    def axis(self, numbers: Sequence[int], unit: str) -> str:
        """Lines with their numbers, the base line, the unit in the corner."""
        left, right, base = self.frame.left, self.frame.right, self.frame.base
        parts = [_text(unit, 0, MARK_TEXTS[0], "hy-pic-ax")]
        for number in (0, *numbers):
            y = base - number * self.unit
            line = "hy-pic-grid" if number else "hy-pic-zero"
            parts.append(f'<path class="{line}" d="M{left} {y:.1f}H{right}"/>')
            parts.append(_text(f"{number}", left - 8, y + 4, "hy-pic-ax", "end"))
        return "".join(parts)

    def band(self, levels: Sequence[tuple[int, int]], word: str) -> str:
        """The usual level of each bar as a grey band with its upper edge dashed."""
        if not levels:
            return ""
        base = self.frame.base
        cells, edge = [], []
        for index, (low, high) in enumerate(levels):
            x, top = self.frame.left + index * self.slot, base - high * self.unit
            cells.append(
                f"M{x:.1f} {top:.1f}h{self.slot:.1f}V{base - low * self.unit:.1f}H{x:.1f}z"
            )
            edge.append(f"{'L' if index else 'M'}{x:.1f} {top:.1f}h{self.slot:.1f}")
        ends = base - levels[-1][1] * self.unit + 4
        named = (
            _text(word, self.frame.right + 6, ends, "hy-pic-ax")
            if self.frame.right + 6 + text_width(word) <= self.frame.width
            else ""
        )
        return (
            f'<path class="hy-pic-band" d="{"".join(cells)}"/>'
            f'<path class="hy-pic-usual" d="{"".join(edge)}"/>{named}'
        )

    def bars(self, counts: Sequence[int], *, partial: bool) -> str:
        """The bars; that of the running time is dashed."""
        width, base, parts = self.slot * BAR, self.frame.base, []
        for index, count in enumerate(counts):
            if not count:
                continue
            top, look = base - count * self.unit, "hy-pic-bar"
            if partial and index == len(counts) - 1:
                look += " hy-pic-part"
            parts.append(
                f'<rect class="{look}" x="{self._middle(index) - width / 2:.1f}" y="{top:.1f}" '
                f'width="{width:.1f}" height="{base - top:.1f}"/>'
            )
        return "".join(parts)

    def numbers(self, counts: Sequence[int]) -> str:
        """The numbers of the bars, over the lines of the marks."""
        return "".join(
            _text(
                f"{count}",
                self._middle(index),
                self.frame.base - count * self.unit - ABOVE,
                "hy-pic-val",
                "middle",
            )
            for index, count in enumerate(counts)
            if count
        )

    def gaps(self, indices: frozenset[int]) -> str:
        """A dashed line below the bars of a time in which a source was not read."""
        y = self.frame.base + 4
        d = "".join(
            f"M{self.frame.left + index * self.slot:.1f} {y}h{self.slot:.1f}"
            for index in sorted(indices)
        )
        return f'<path class="hy-pic-gap" d="{d}"/>' if d else ""

    def marks(self, placed: PlacedMarks) -> str:
        """Thin lines at what was done, with words."""
        base = self.frame.base
        lines = "".join(f"M{one.x} {MARK_TOPS[one.row]}V{base}" for one in placed.lines)
        words = (
            _text(one.text, one.left, MARK_TEXTS[one.row], "hy-pic-mark")
            for one in placed.labels
        )
        return f'<path class="hy-pic-line" d="{lines}"/>{"".join(words)}' if lines else ""

    def strip(self, rows: Sequence[StripRow], top: float, total_words: str) -> str:
        """One line a platform: a cell for each bar, darker for more posts."""
        most = max((count for row in rows for count in row.counts), default=0)
        shaded: list[list[str]] = [[] for _shade in range(SHADES + 1)]
        words = []
        for line, row in enumerate(rows):
            y = top + line * self.frame.row
            text_y = y + self.frame.cell / 2 + 4
            words.append(_text(_short(row.name, self.frame.left - 6), 0, text_y, "hy-pic-name"))
            total = total_words % {"count": row.total}
            if self.frame.right + 6 + text_width(total) <= self.frame.width:
                words.append(_text(total, self.frame.right + 6, text_y, "hy-pic-ax"))
            for index, count in enumerate(row.counts):
                x, width = self.frame.left + index * self.slot + 1.5, self.slot - 3
                cell = f"M{x:.1f} {y + 0.5}h{width:.1f}v{self.frame.cell}h-{width:.1f}z"
                shaded[shade(count, most)].append(cell)
                if count:
                    words.append(
                        _text(f"{count}", self._middle(index), text_y, "hy-pic-num", "middle")
                    )
        cells = (
            f'<path class="hy-pic-s{number}" d="{"".join(found)}"/>'
            for number, found in enumerate(shaded)
            if found
        )
        return "".join([*cells, *words])

    def line_of_words(self, words: Sequence[str], y: float) -> str:
        """Words below the bars, left out where they would touch the one before."""
        parts, free = [], -1.0
        for index, word in enumerate(words):
            half = text_width(word) / 2
            if word and self._middle(index) - half >= free:
                parts.append(_text(word, self._middle(index), y, "hy-pic-ax", "middle"))
                free = self._middle(index) + half + 6
        return "".join(parts)


def _short(name: str, width: float) -> str:
    """Return a name that fits, cut at its end."""
    if text_width(name) <= width:
        return name
    while name and text_width(name) + 12 > width:
        name = name[:-1]
    return f"{name}…"


def _text(words: str, x: float, y: float, look: str, anchor: str = "") -> str:
    where = f' text-anchor="{anchor}"' if anchor else ""
    place = f'class="{look}" x="{x:.1f}" y="{y:.1f}"{where}'
    return f"<text {place}>{conditional_escape(words)}</text>"
