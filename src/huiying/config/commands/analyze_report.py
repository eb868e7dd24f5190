"""Write the report of ``huiying analyze``: one page that needs nothing else.

In:   the incidents of a file and the times and sources of its rows.
Out:  HTML with charts as inline SVG, every text escaped, light, dark and for print.
Cost: about 1 ms an incident; the same input gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING, Final

from huiying.config.commands.analyze_page import FRAME, STYLE
from huiying.engine.text.shortening import shorten
from huiying.policy.time.zone import LOCAL
from huiying.reasons.rendering import render_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huiying.engine.analysis import FoundIncident
_WIDTH: Final = 960
_CHART_HEIGHT: Final = 220
_LABEL_WIDTH: Final = 360
_LABEL_CHARS: Final = 26
_ROW_HEIGHT: Final = 24
_MOST_BARS: Final = 20
_MOST_BINS: Final = 120
MOST_INCIDENTS: Final = 40  # with the charts about ten screens
_STEPS: Final = (
    (timedelta(hours=1), "每小时"),
    (timedelta(days=1), "每天"),
    (timedelta(days=7), "每 7 天"),
    (timedelta(days=30), "每 30 天"),
    (timedelta(days=365), "每 365 天"),
    (timedelta(days=3650), "每 3650 天"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a report shows."""

    name: str  # of the file
    rows: int
    skipped: int
    times: list[datetime]  # known times of posts, Beijing time
    undated: int  # posts of unknown time
    sources: list[str]  # known sources, one entry a post
    incidents: list[FoundIncident]  # largest first
    columns: str  # which column was taken for what
    quotations: list[list[str]]  # of posts, for each of the first MOST_INCIDENTS incidents


def write_report(report: Report) -> str:
    """Return the page."""
    joined = sum(incident.size for incident in report.incidents)
    facts = {
        "行数": report.rows,
        "跳过": report.skipped,
        "事件": len(report.incidents),
        "归入事件的帖文": joined,
        "重复": sum(incident.duplicates for incident in report.incidents),
        "时间未知": report.undated,
    }
    sections = [_volume(report), _sizes(report), _sources(report), _table(report)]
    return FRAME.format(
        title=escape(f"事件分析：{report.name}"),
        style=STYLE,
        columns=escape(report.columns),
        facts="".join(
            f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts.items()
        ),
        sections="\n".join(sections),
    )


def _section(heading: str, body: str, note: str = "", kind: str = "") -> str:
    note_html = f'<p class="note">{note}</p>' if note else ""
    return f'<section class="{kind}"><h2>{heading}</h2>{body}{note_html}</section>'


def _volume(report: Report) -> str:
    if not report.times:
        return _section("帖文数量随时间的变化", "<p>无数据：没有一行的发布时间可以辨认。</p>")
    first, last = min(report.times), max(report.times)
    step, name = next(
        (one for one in _STEPS if (last - first) / one[0] < _MOST_BINS), _STEPS[-1]
    )
    start = first.replace(minute=0, second=0, microsecond=0)
    if step >= timedelta(days=1):
        start = start.replace(hour=0)
    counts = Counter(int((moment - start) / step) for moment in report.times)
    bins = [counts.get(at, 0) for at in range(int((last - start) / step) + 1)]
    peak = max(range(len(bins)), key=lambda at: (bins[at], -at))
    finding = (
        f"共 {len(report.times)} 条有时间，最多的一段从 "
        f"{start + peak * step:%Y-%m-%d %H:%M} 起，{bins[peak]} 条。"
    )
    labels = [f"{start + at * step:%Y-%m-%d}" for at in (0, len(bins) // 2, len(bins) - 1)]
    note = f"单位：条，{name}一格，北京时间。"
    if report.undated:
        note += f"另有 {report.undated} 条时间未知，不在图中。"
    return _section("帖文数量随时间的变化", _columns(bins, labels, finding), note)


def _columns(bins: Sequence[int], labels: Sequence[str], finding: str) -> str:
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


def _rows_chart(rows: Sequence[tuple[str, int, int]], finding: str) -> str:
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


def _sizes(report: Report) -> str:
    if not report.incidents:
        return _section("事件的大小", "<p>没有两条以上说同一件事的帖文。</p>")
    shown = report.incidents[:_MOST_BARS]
    rows = [(one.title, one.size, one.duplicates) for one in shown]
    finding = f"最大的事件“{shown[0].title}”有 {shown[0].size} 条。"
    rest = len(report.incidents) - len(shown)
    note = "单位：条；灰色部分是重复。" + (f"另有 {rest} 个较小的事件见下表。" if rest else "")
    return _section("事件的大小", _rows_chart(rows, finding), note)


def _sources(report: Report) -> str:
    if not report.sources:
        return _section("来源分布", "<p>无数据：文件里没有可辨认的来源列。</p>")
    counts = sorted(Counter(report.sources).items(), key=lambda one: (-one[1], one[0]))
    rows = [(name, number, 0) for name, number in counts[:_MOST_BARS]]
    finding = f"共 {len(counts)} 个来源，最多的是“{rows[0][0]}”，{rows[0][1]} 条。"
    rest = len(counts) - len(rows)
    note = "单位：条。" + (f"另有 {rest} 个来源未画出。" if rest else "")
    return _section("来源分布", _rows_chart(rows, finding), note)


def _table(report: Report) -> str:
    if not report.incidents:
        return ""
    shown = report.incidents[:MOST_INCIDENTS]
    body = "".join(
        _line(at, incident, quotations)
        for at, (incident, quotations) in enumerate(
            zip(shown, report.quotations, strict=True), start=1
        )
    )
    heads = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("序号", "条数", "重复", "事件", "最早", "最晚")
    )
    rest = len(report.incidents) - len(shown)
    note = f"另有 {rest} 个较小的事件只在 JSON 里。" if rest else ""
    table = (
        f'<div class="scroll"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
    heading = f"最大的 {len(shown)} 个事件" if rest else f"全部事件（{len(shown)} 个）"
    return _section(heading, table, note, "long")


def _line(at: int, incident: FoundIncident, quotations: list[str]) -> str:
    reasons = "".join(
        f"<span>{escape(reason)}</span>" for reason in render_all(incident.reasons)
    )
    quoted = "".join(f"<blockquote>{escape(one)}</blockquote>" for one in quotations)
    return (
        f'<tr><td class="n">{at}</td><td class="n">{incident.size}</td>'
        f'<td class="n">{incident.duplicates or ""}</td>'
        f'<td class="t"><b>{escape(incident.title) or "（无标题）"}</b>{reasons}'
        f"<details><summary>帖文</summary>{quoted}</details></td>"
        f'<td class="n">{_moment(incident.first_at)}</td>'
        f'<td class="n">{_moment(incident.last_at)}</td></tr>'
    )


def _moment(moment: datetime | None) -> str:
    return "未知" if moment is None else f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"
