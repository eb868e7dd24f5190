"""The geometry of a chart: values in, lines, boxes and labels out, in millimetres.

Pages and pictures are drawn from the same shapes. Series differ by grey and by dashes, so that
they stay apart in black print (GB/T 9704-2012 prints the body in black). Origin: top left.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from huiying.documents.content import Chart

WIDTH, HEIGHT = 156.0, 80.0
LEFT, RIGHT, TOP, BOTTOM = 14.0, 3.0, 17.0, 13.0
GREYS = (30, 65, 48, 80)
DASHES = ("solid", "dashed", "dotted", "dash-dotted")
MOST_SERIES = len(GREYS)
"""More could not be told apart in black print."""
MAX_LABELS = 16
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
TICKS = 5
NO_DATA = "无数据"
GAP = "空缺处无数据"


@dataclass(frozen=True)
class Shape:
    """One thing to draw: ``line`` (2 or more points), ``box``, ``dot`` or ``label``.

    ``points`` are pairs (x, y); a box has its corner and its size. ``grey`` is 0 to 100, where
    100 is white. ``anchor`` is where a label holds: start, middle or end.
    """

    kind: str
    points: tuple[tuple[float, float], ...]
    grey: int = 0
    dash: str = "solid"
    thick: float = 0.35
    text: str = ""
    anchor: str = "middle"


@dataclass(frozen=True)
class _Frame:
    top_value: float
    low_value: float
    count: int
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM
    ticks: tuple[float, ...] = field(default=())

    def y(self, value: float) -> float:
        span = self.top_value - self.low_value
        return self.bottom - (value - self.low_value) / span * (self.bottom - self.top)

    def slot(self) -> float:
        return (self.right - self.left) / self.count

    def x(self, index: int) -> float:
        return self.left + (index + 0.5) * self.slot()


def shapes_of(chart: Chart) -> list[Shape]:
    """Return what is drawn of the chart; without any value, its frame and 无数据."""
    values = [v for one in chart.series for v in one.values if v is not None]
    if not values:
        return [
            Shape("box", ((LEFT, TOP), (WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM)), 100),
            Shape("label", ((WIDTH / 2, HEIGHT / 2),), text=NO_DATA),
        ]
    frame = _frame(values, len(chart.labels))
    draw = _bars if chart.kind == "bars" else _lines
    return [*_axes(chart, frame), *draw(chart, frame), *_legend(chart)]


def data_of(chart: Chart) -> dict[str, Any]:
    """Return the chart for the template."""
    return {
        "kind": "chart",
        "title": chart.title,
        "alt": sentence_of(chart),
        "width": WIDTH,
        "height": HEIGHT,
        "shapes": [asdict(shape) for shape in shapes_of(chart)],
    }


def sentence_of(chart: Chart) -> str:
    """Return the chart in words, for who cannot see it."""
    parts = []
    for one in chart.series:
        pairs = zip(chart.labels, one.values, strict=True)
        values = "，".join(f"{label} {number_text(value)}" for label, value in pairs)
        parts.append(f"{one.name}：{values}")
    return (
        f"{chart.title}（{chart.unit}）。" * bool(chart.unit) + "；".join(parts) or chart.title
    )


def number_text(value: float | None) -> str:
    """Return the number as printed: no trailing zeros, 无数据 for ``None``."""
    if value is None:
        return NO_DATA
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def tick_text(value: float) -> str:
    """Return the number at a tick, from 10,000 on in 万, from 100,000,000 on in 亿."""
    for unit, word in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= unit:
            return f"{value / unit:g}{word}"
    return number_text(value)


def _frame(values: list[float], count: int) -> _Frame:
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    raw = span / TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(one * power for one in STEPS if one * power >= raw * 0.999)
    if all(float(value).is_integer() for value in values):
        step = max(1.0, float(math.ceil(step)))
    first, last = math.floor(low / step), max(math.ceil(high / step), 1)
    ticks = tuple(index * step for index in range(first, last + 1))
    return _Frame(ticks[-1], ticks[0], max(count, 1), ticks=ticks)


def _axes(chart: Chart, frame: _Frame) -> list[Shape]:
    shapes: list[Shape] = []
    for tick in frame.ticks:
        y = frame.y(tick)
        dark, thick = (0, 0.3) if tick == 0 else (82, 0.15)
        shapes.append(Shape("line", ((frame.left, y), (frame.right, y)), dark, thick=thick))
        place = ((frame.left - 1.5, y),)
        shapes.append(Shape("label", place, text=tick_text(tick), anchor="end"))
    every = math.ceil(len(chart.labels) / MAX_LABELS)
    for index in range(0, len(chart.labels), every):
        room = int(frame.slot() * every / 1.75) or 1
        text = _shortened(chart.labels[index], room)
        shapes.append(Shape("label", ((frame.x(index), frame.bottom + 4.0),), text=text))
    if any(value is None for one in chart.series for value in one.values):
        shapes.append(Shape("label", ((frame.left, HEIGHT - 3.0),), text=GAP, anchor="start"))
    if chart.unit:
        unit = f"单位：{chart.unit}"
        shapes.append(Shape("label", ((frame.right, HEIGHT - 3.0),), text=unit, anchor="end"))
    return shapes


def _shortened(text: str, room: int) -> str:
    width = 0.0
    for at, one in enumerate(text):
        width += 0.5 if one.isascii() else 1.0
        if width > room:
            return text[: max(at - 1, 1)] + "…"
    return text


def _bars(chart: Chart, frame: _Frame) -> list[Shape]:
    shapes: list[Shape] = []
    group = min(frame.slot() * 0.7, 28.0)
    width = group / max(len(chart.series), 1)
    name_values = width >= 5.0  # noqa: PLR2004 - millimetres that a number of three digits needs
    for row, one in enumerate(chart.series):
        for index, value in enumerate(one.values):
            if value is None:
                continue
            x = frame.x(index) - group / 2 + row * width
            y, zero = frame.y(value), frame.y(0.0)
            box = ((x, min(y, zero)), (width * 0.94, abs(zero - y)))
            shapes.append(Shape("box", box, GREYS[row % len(GREYS)]))
            if name_values:
                above = min(y, zero) - 2.0
                place = ((x + width * 0.47, above),)
                shapes.append(Shape("label", place, text=number_text(value)))
    return shapes


def _lines(chart: Chart, frame: _Frame) -> list[Shape]:
    shapes: list[Shape] = []
    for row, one in enumerate(chart.series):
        style = {"grey": GREYS[row % len(GREYS)], "dash": DASHES[row % len(DASHES)]}
        for run in _runs(one.values):
            points = tuple((frame.x(index), frame.y(value)) for index, value in run)
            if len(points) > 1:
                shapes.append(Shape("line", points, thick=0.6, **style))  # type: ignore[arg-type]
            if len(points) == 1 or len(chart.labels) <= MAX_LABELS:
                shapes += [Shape("dot", (point,), style["grey"]) for point in points]  # type: ignore[arg-type]
    return shapes


def _runs(values: tuple[float | None, ...]) -> list[list[tuple[int, float]]]:
    """Return the stretches between gaps."""
    runs: list[list[tuple[int, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((index, value))
    return [run for run in runs if run]


def _legend(chart: Chart) -> list[Shape]:
    """Return the names of the series above the frame; one series needs none."""
    if len(chart.series) < 2:  # noqa: PLR2004 - one series is named by the title
        return []
    shapes: list[Shape] = []
    step = (WIDTH - LEFT - RIGHT) / min(len(chart.series), 4)
    for row, one in enumerate(chart.series):
        x, y = LEFT + (row % 4) * step, 8.0 - 4.5 * (row // 4)
        grey = GREYS[row % len(GREYS)]
        if chart.kind == "bars":
            shapes.append(Shape("box", ((x, y - 1.3), (5.0, 2.6)), grey))
        else:
            dash = DASHES[row % len(DASHES)]
            shapes.append(Shape("line", ((x, y), (x + 8.0, y)), grey, dash, 0.6))
        text = _shortened(one.name, int((step - 10.0) / 3.3))
        shapes.append(
            Shape(
                "label",
                ((x + (6.5 if chart.kind == "bars" else 9.5), y),),
                text=text,
                anchor="start",
            )
        )
    return shapes
