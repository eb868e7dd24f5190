"""演练报告: what a drill was for, what happened, its result against the regulation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from huiying.documents import Block, Document, Form, Heading, Paragraph, Table
from huiying.policy.prevention.drill_score import Part, ScoreRow, Verdict
from huiying.policy.prevention.drill_script import from_data
from huiying.policy.time.zone import LOCAL
from huiying.web.console.documents.handing_out import filled, minute_words
from huiying.work.prevention.drills.content import result_rows
from huiying.work.prevention.drills.models import Drill, DrillResult

NOT_REAL = "本报告所列事项均为演练，未发送任何消息。"
NO_POINTS = "只记岗位和单位，不打分，不评价个人。"
NUMERALS = "一二三四五六七八"
HEADINGS = ("事项", "条款", "岗位或单位", "规定（分）", "用时（分）", "结论")


def drill_document(row: Drill, result: DrillResult) -> Document:
    """Return the report; no query beyond the row and its bureau."""
    return Document(
        form=Form.LETTER,
        issuer=row.bureau.name,
        title=f"{row.title}报告",
        body=tuple(_body(row, result)),
        date=result.at.astimezone(LOCAL).date(),
        number=f"编号：{row.number}",
        signature=row.bureau.name,
        classification="内部",
    )


def _body(row: Drill, result: DrillResult) -> Iterator[Block]:
    yield Paragraph(f"{NOT_REAL}{NO_POINTS}")
    parts: list[tuple[str, list[Block]]] = [
        ("演练目的", [Paragraph(filled(row.objectives))]),
        ("演练情况", _overview(row, result)),
    ]
    rows = result_rows(result.content)
    for part in Part:
        found = [one for one in rows if one.part == part]
        if found:
            parts.append((part.label, [_table(found)]))
    parts.append(("合计", [Paragraph(_totals(result))]))
    for numeral, (title, blocks) in zip(NUMERALS, parts, strict=False):
        yield Heading(f"{numeral}、{title}", 1)
        yield from blocks


def _overview(row: Drill, result: DrillResult) -> list[Block]:
    content, script = result.content, from_data(row.script)
    began, ended = (datetime.fromisoformat(content[name]) for name in ("began_at", "ended_at"))
    return [
        Paragraph(
            f"演练时间{minute_words(began)}至{minute_words(ended)}，"
            f"计划{content['planned_minutes']}分钟。参演单位：{'、'.join(script.units)}。"
            f"脚本{content['steps']}项，已发生{content['played']}项，"
            f"其中情况注入{len(script.injects)}项。"
        ),
        *(
            Paragraph(
                f"{one['label']}：{one['grade']}，办结条件具备{one['held']}/{one['conditions']}。"
            )
            for one in content["matters"]
        ),
    ]


def _table(rows: list[ScoreRow]) -> Table:
    return Table(
        HEADINGS,
        tuple(
            (
                f"{row.what}（{row.matter}）" if row.matter else row.what,
                row.clause,
                row.holder or "—",
                "—" if row.allowed is None else str(row.allowed),
                "—" if row.used is None else str(row.used),
                row.verdict.label,
            )
            for row in rows
        ),
    )


def _totals(result: DrillResult) -> str:
    counts = result.content["totals"]
    words = "，".join(f"{one.label}{counts[one]}项" for one in Verdict)
    return f"{words}。内容校验值：{result.content_hash}"
