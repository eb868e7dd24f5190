"""Write the report of ``huiying analyze``: one page to read, the rest folded under it.

In:   the incidents of a file, the times and sources of its rows, what was left out.
Out:  HTML with charts as inline SVG, every text escaped, light, dark and for print.
Cost: about 15 ms an incident; the same input gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Final

from huiying.config.commands.analyze_charts import TimeAxis, columns_chart, rows_chart
from huiying.config.commands.analyze_page import FRAME, STYLE
from huiying.policy.time.zone import LOCAL
from huiying.reasons.rendering import render_all

if TYPE_CHECKING:
    from huiying.config.commands.analyze_posts import Quotation
    from huiying.engine.analysis import FoundIncident
_MOST_BARS: Final = 20
MAIN_INCIDENTS: Final = 5  # on the first page
MOST_INCIDENTS: Final = 40  # with the charts about ten screens, unfolded


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a file was left out, or not understood: how many rows, why, and which."""

    rows: int
    why: str
    examples: list[str]  # row numbers, with what was wrong where that is known


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
    quotations: list[list[Quotation]]  # for each of the first MOST_INCIDENTS incidents
    incident_times: list[list[datetime]]  # for each of the first MAIN_INCIDENTS incidents
    left_out: list[LeftOut]


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
    axis = TimeAxis.of(report.times) if report.times else None
    first = [_main(report, axis), _volume(report, axis), _left_out(report)]
    folded = [_table(report), _sizes(report), _sources(report), _method(report)]
    return FRAME.format(
        title=escape(f"事件分析：{report.name}"),
        style=STYLE,
        facts="".join(
            f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts.items()
        ),
        sections="\n".join([*first, *(one for one in folded if one)]),
    )


def _section(heading: str, body: str, note: str = "", kind: str = "") -> str:
    note_html = f'<p class="note">{note}</p>' if note else ""
    return f'<section class="{kind}"><h2>{heading}</h2>{body}{note_html}</section>'


def _folded(heading: str, body: str, note: str = "", kind: str = "") -> str:
    note_html = f'<p class="note">{note}</p>' if note else ""
    return (
        f'<details class="fold {kind}"><summary><h2>{heading}</h2></summary>'
        f"{body}{note_html}</details>"
    )


def _main(report: Report, axis: TimeAxis | None) -> str:
    if not report.incidents:
        return _section("主要事件", "<p>没有两条以上说同一件事的帖文。</p>")
    shown = report.incidents[:MAIN_INCIDENTS]
    body = "".join(
        _card(at, incident, report.quotations[at], axis.spark(times) if axis else "")
        for at, (incident, times) in enumerate(zip(shown, report.incident_times, strict=True))
    )
    rest = len(report.incidents) - len(shown)
    note = "引文为原帖原句，×n 为相同文字的帖文数；小图与下图时间轴相同。"
    note += f"其余 {rest} 个事件较小，见下方折叠部分。" if rest else ""
    return _section("主要事件", f'<ol class="main">{body}</ol>', note)


def _card(at: int, incident: FoundIncident, quotations: list[Quotation], spark: str) -> str:
    copies = f" · 其中重复 {incident.duplicates} 条" if incident.duplicates else ""
    quoted = "".join(_quoted(one) for one in quotations[:2])
    return (
        f"<li><div><h3>{at + 1}　{escape(incident.title) or '（无标题）'}</h3>"
        f'<p class="meta">{incident.size} 条{copies} · {_span(incident)}</p>{quoted}</div>'
        f"{spark}</li>"
    )


def _quoted(one: Quotation) -> str:
    times = f' <span class="times">×{one.copies}</span>' if one.copies > 1 else ""
    return f"<blockquote>“{escape(one.text)}”{times}</blockquote>"


def _span(incident: FoundIncident) -> str:
    if incident.first_at is None or incident.last_at is None:
        return "时间未知"
    first, last = (
        f"{at.astimezone(LOCAL):%Y-%m-%d}" for at in (incident.first_at, incident.last_at)
    )
    return first if first == last else f"{first} 至 {last}"


def _volume(report: Report, axis: TimeAxis | None) -> str:
    heading = "帖文数量随时间的变化"
    if axis is None:
        return _section(heading, "<p>无数据：没有一行的发布时间可以辨认。</p>")
    bins, start, step, name = axis.counts(report.times)
    peak = max(range(len(bins)), key=lambda at: (bins[at], -at))
    finding = (
        f"共 {len(report.times)} 条有时间，最多的一段从 "
        f"{start + peak * step:%Y-%m-%d %H:%M} 起，{bins[peak]} 条。"
    )
    labels = [f"{start + at * step:%Y-%m-%d}" for at in (0, len(bins) // 2, len(bins) - 1)]
    note = f"单位：条，{name}一格，北京时间。"
    if axis.outside:
        span = f"{min(report.times):%Y-%m-%d} 至 {max(report.times):%Y-%m-%d}"
        note += f"另有 {axis.outside} 条在此时段以外（{span}），未画出。"
    if report.undated:
        note += f"另有 {report.undated} 条时间未知，未画出。"
    return _section(heading, columns_chart(bins, labels, finding), note)


def _left_out(report: Report) -> str:
    if not report.left_out:
        return _section("未采用的内容", "<p>全部行都已读取，没有跳过。</p>")
    rows = "".join(
        f"<li><b>{one.rows} 行</b>：{escape(one.why)}"
        f'<div class="note">{escape("；".join(one.examples))}'
        f"{' 等' if one.rows > len(one.examples) else ''}</div></li>"
        for one in report.left_out
    )
    return _section("未采用的内容", f'<ul class="left">{rows}</ul>')


def _sizes(report: Report) -> str:
    if not report.incidents:
        return ""
    shown = report.incidents[:_MOST_BARS]
    rows = [(one.title, one.size, one.duplicates) for one in shown]
    finding = f"最大的事件“{shown[0].title}”有 {shown[0].size} 条。"
    rest = len(report.incidents) - len(shown)
    note = "单位：条；灰色部分是重复。" + (f"另有 {rest} 个较小的事件未画出。" if rest else "")
    return _folded("事件的大小", rows_chart(rows, finding), note)


def _sources(report: Report) -> str:
    if not report.sources:
        return _folded("来源分布", "<p>无数据：文件里没有可辨认的来源列。</p>")
    counts = sorted(Counter(report.sources).items(), key=lambda one: (-one[1], one[0]))
    rows = [(name, number, 0) for name, number in counts[:_MOST_BARS]]
    finding = f"共 {len(counts)} 个来源，最多的是“{rows[0][0]}”，{rows[0][1]} 条。"
    rest = len(counts) - len(rows)
    note = "单位：条。" + (f"另有 {rest} 个来源未画出。" if rest else "")
    return _folded("来源分布", rows_chart(rows, finding), note)


def _method(report: Report) -> str:
    body = (
        f"<p>{escape(report.columns)}</p>"
        "<p>程序按用词、名称和重复情况归并帖文，须由人核实；不作真伪或严重程度判断。"
        "引文取最能代表全体的原句；电话、账号和能识别的姓名已遮盖，仍须人工核对。</p>"
    )
    return _folded("读取和归并方法", body)


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
        for name in ("序号", "条数", "重复", "事件和归并理由", "最早", "最晚")
    )
    rest = len(report.incidents) - len(shown)
    note = f"另有 {rest} 个较小的事件只在 JSON 里。" if rest else ""
    table = (
        f'<div class="scroll"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
    heading = f"最大的 {len(shown)} 个事件" if rest else f"全部事件（{len(shown)} 个）"
    return _folded(heading, table, note, "long")


def _line(at: int, incident: FoundIncident, quotations: list[Quotation]) -> str:
    reasons = "".join(
        f"<span>{escape(reason)}</span>" for reason in render_all(incident.reasons)
    )
    quoted = "".join(_quoted(one) for one in quotations)
    return (
        f'<tr><td class="n">{at}</td><td class="n">{incident.size}</td>'
        f'<td class="n">{incident.duplicates or ""}</td>'
        f'<td class="t"><b>{escape(incident.title) or "（无标题）"}</b>{reasons}'
        f"<details><summary>引文</summary>{quoted}</details></td>"
        f'<td class="n">{_moment(incident.first_at)}</td>'
        f'<td class="n">{_moment(incident.last_at)}</td></tr>'
    )


def _moment(moment: datetime | None) -> str:
    return "未知" if moment is None else f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"
