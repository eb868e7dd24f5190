"""The drawings of the report of ``huiying analyze``, as inline SVG.

In:   counts and names.    Out:  SVG with a sentence for who cannot see it; text is escaped.
Cost: linear in the marks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Final

from huiying.engine.text.shortening import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence
_WIDTH: Final = 960
_CHART_HEIGHT: Final = 180
_LABEL_WIDTH: Final = 360
_LABEL_CHARS: Final = 26
_ROW_HEIGHT: Final = 24
_MOST_BINS: Final = 120
_SPARK: Final = (240, 44)
_SPARK_BINS: Final = 40
_RARE: Final = 0.01  # share of the posts that may lie outside of a drawing …
_WORTH: Final = 0.6  # … if it then spans at most this share of the time
_STEPS: Final = (
    (timedelta(hours=1), "每小时"),
    (timedelta(days=1), "每天"),
    (timedelta(days=7), "每 7 天"),
    (timedelta(days=30), "每 30 天"),
    (timedelta(days=365), "每 365 天"),
    (timedelta(days=3650), "每 3650 天"),
)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The time that all drawings of a report share; ``outside`` counts posts beyond it."""

    first: datetime
    last: datetime
    outside: int

    @classmethod
    def of(cls, times: Sequence[datetime]) -> TimeAxis:
        """Return the time of these posts; a few far away are left out, and counted."""
        ordered = sorted(times)
        rare = int(len(ordered) * _RARE / 2)
        first, last = ordered[rare], ordered[-1 - rare]
        if last - first > _WORTH * (ordered[-1] - ordered[0]):
            first, last = ordered[0], ordered[-1]
        return cls(first, last, sum(not first <= at <= last for at in ordered))

    def counts(self, times: Sequence[datetime]) -> tuple[list[int], datetime, timedelta, str]:
        """Return counts, the start of the first, how long each is, and that in words."""
        step, name = next(
            (one for one in _STEPS if (self.last - self.first) / one[0] < _MOST_BINS),
            _STEPS[-1],
        )
        start = self.first.replace(minute=0, second=0, microsecond=0)
        if step >= timedelta(days=1):
            start = start.replace(hour=0)
        inside = [at for at in times if self.first <= at <= self.last]
        counts = Counter(int((at - start) / step) for at in inside)
        size = int((self.last - start) / step) + 1
        return [counts.get(at, 0) for at in range(size)], start, step, name

    def spark(self, times: Sequence[datetime]) -> str:
        """Draw when the posts of one incident came, small, on the axis of the report."""
        wide, high = _SPARK
        length = (self.last - self.first) or timedelta(seconds=1)
        inside = [at for at in times if self.first <= at <= self.last]
        if not inside:
            return ""
        counts = Counter(
            min(_SPARK_BINS - 1, int((at - self.first) / length * _SPARK_BINS)) for at in inside
        )
        most, bar = max(counts.values()), wide / _SPARK_BINS
        bars = "".join(
            f'<rect class="bar" x="{at * bar:.1f}" y="{high - 2 - (high - 4) * n / most:.1f}" '
            f'width="{bar - 1:.1f}" height="{(high - 4) * n / most:.1f}"/>'
            for at, n in sorted(counts.items())
        )
        finding = (
            f"{len(inside)} 条的时间分布，{min(inside):%Y-%m-%d} 至 {max(inside):%Y-%m-%d}"
        )
        return (
            f'<svg class="spark" viewBox="0 0 {wide} {high}" role="img" '
            f'aria-label="{escape(finding, quote=True)}"><line class="grid" x1="0" x2="{wide}" '
            f'y1="{high - 2}" y2="{high - 2}"/>{bars}</svg>'
        )


def columns_chart(bins: Sequence[int], labels: Sequence[str], finding: str) -> str:
    """Draw columns over time, named at the start, the middle and the end."""
    most = max(bins) or 1
    left, bottom, height = 44, _CHART_HEIGHT - 28, _CHART_HEIGHT - 44
    wide = (_WIDTH - left - 8) / len(bins)
    marks = [
        f'<line class="grid" x1="{left}" x2="{_WIDTH - 8}" y1="{bottom - height * share:.1f}" '
        f'y2="{bottom - height * share:.1f}"/><text x="{left - 6}" '
        f'y="{bottom - height * share + 4:.1f}" text-anchor="end">{value}</text>'
        for share, value in dict.fromkeys(((0.0, 0), (1.0, most)))
    ]
    bars = [
        f'<rect class="bar" x="{left + at * wide:.2f}" '
        f'y="{bottom - height * count / most:.2f}" '
        f'width="{max(0.6, wide - 1):.2f}" height="{height * count / most:.2f}">'
        f"<title>{count}</title></rect>"
        for at, count in enumerate(bins)
        if count
    ]
    places = ((left, "start"), ((left + _WIDTH) / 2, "middle"), (_WIDTH - 8, "end"))
    names = [
        f'<text x="{x:.0f}" y="{bottom + 20}" text-anchor="{anchor}">{escape(label)}</text>'
        for (x, anchor), label in dict(zip(places, labels, strict=True)).items()
        if len(bins) > 1 or anchor == "start"
    ]
    return _figure(_CHART_HEIGHT, [*marks, *bars, *names], finding, "late")


def _figure(height: int, parts: list[str], finding: str, kind: str = "rows") -> str:
    return (
        f'<figure class="{kind}"><svg viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(finding, quote=True)}">{"".join(parts)}</svg>'
        f"<figcaption>{escape(finding)}</figcaption></figure>"
    )


def rows_chart(rows: Sequence[tuple[str, int, int]], finding: str) -> str:
    """Draw horizontal bars of (name, number, of which copies)."""
    most = max(number for _, number, _ in rows)
    room = _WIDTH - _LABEL_WIDTH - 64
    parts: list[str] = []
    for at, (name, number, copies) in enumerate(rows):
        y = at * _ROW_HEIGHT
        own, doubled = room * (number - copies) / most, room * copies / most
        shown = shorten(name, _LABEL_CHARS)
        parts.append(
            f'<text x="{_LABEL_WIDTH - 8}" y="{y + 16}" text-anchor="end">'
            f"{escape(shown)}</text>"
            f'<rect class="bar" x="{_LABEL_WIDTH}" y="{y + 4}" width="{own:.1f}" height="16"/>'
            f'<rect class="copy" x="{_LABEL_WIDTH + own:.1f}" y="{y + 4}" '
            f'width="{doubled:.1f}" height="16"/>'
            f'<text x="{_LABEL_WIDTH + own + doubled + 6:.1f}" y="{y + 16}">{number}</text>'
        )
    return _figure(len(rows) * _ROW_HEIGHT + 4, parts, finding)
