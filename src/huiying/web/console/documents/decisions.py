"""决策社会稳定风险评估报告: the outline of 发改办投资〔2013〕428号, from a file's content.

A signed version is written from what was signed, whatever the file says by now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from huiying.documents import Block, Document, Form, Heading, Paragraph, Table
from huiying.policy.prevention.decisions import (
    Conclusion,
    DecisionKind,
    Method,
    consequence_of,
)
from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.time.zone import LOCAL
from huiying.web.console.documents.handing_out import NO_DATA, filled, minute_words
from huiying.work.prevention.decisions.models import DecisionFile, SignedAssessment

NOT_SIGNED = "本报告尚未经领导签署，不具效力。"
EMERGENCY = "本决策属紧急决策，依《重大行政决策程序暂行条例》第三条不适用评估程序。依据："
Content = Mapping[str, Any]


def assessment_document(
    row: DecisionFile, content: Content, signed: SignedAssessment | None, now: datetime
) -> Document:
    """Return the report; no query beyond the row and its bureau."""
    at = signed.signed_at if signed else now
    return Document(
        form=Form.LETTER,
        issuer=row.bureau.name,
        title=row.bureau.titled(f"{content['title']}风险评估报告"),
        body=tuple(_body(content, signed)),
        date=at.astimezone(LOCAL).date(),
        number=f"编号：{content['number']}，第 {content['version']} 版",
        signature=row.bureau.name,
        classification="内部",
    )


def _body(content: Content, signed: SignedAssessment | None) -> Iterator[Block]:
    if signed is None:
        yield Paragraph(NOT_SIGNED)
    if content["emergency"]:
        yield Paragraph(f"{EMERGENCY}{content['emergency']}")
    for title, blocks in _parts(content, signed):
        yield Heading(title, 1)
        yield from blocks


def _parts(
    content: Content, signed: SignedAssessment | None
) -> Iterator[tuple[str, list[Block]]]:
    yield "一、项目概况", _overview(content)
    yield (
        "二、评估依据",
        [
            Paragraph(
                "《重大行政决策程序暂行条例》第十五条、第二十二条至第二十四条、第二十六条、第三十条；"
                "本局《信访局舆情突发事件应急处置制度》第六条。"
            )
        ],
    )
    yield "三、评估主体", [Paragraph(f"承办单位：{content['lead_unit']}。")]
    yield "四、评估过程和方法", _methods(content)
    yield "五、风险调查及各方意见采纳", _comments(content)
    yield "六、风险识别和单因素估计", [_points(content), *_struck(content)]
    yield "七、防范化解措施和措施后预期等级", [_measures(content)]
    yield "八、不同意见", _dissents(content)
    yield "九、合法性审查", [Paragraph(_legality(content))]
    yield "十、评估结论", [Paragraph(one) for one in _conclusion(content)]
    yield "十一、应急预案", [Paragraph(_plan(content))]
    if signed is not None:
        yield (
            "十二、签署",
            [
                Paragraph(f"{signed.signed_by.name}，{minute_words(signed.signed_at)}签署。"),
                Paragraph(f"内容校验值：{signed.content_hash}"),
            ],
        )


def _overview(content: Content) -> list[Block]:
    return [
        Paragraph(f"决策类别：{DecisionKind(content['kind']).label}。"),
        Paragraph(f"决策内容和实施范围：{filled(content['scope'])}"),
        Paragraph(f"受影响的群体：{filled(content['affected'])}"),
        Paragraph(f"计划实施日期：{content['planned_on']}。"),
        *(
            [Paragraph(f"修订理由：{content['change_reason']}")]
            if content["change_reason"]
            else []
        ),
    ]


def _methods(content: Content) -> list[Block]:
    lines: list[Block] = [
        Paragraph(f"{Method(one['method']).label}（{one['on']}）：{one['summary']}")
        for one in content["methods"]
        if not one["struck"]
    ]
    return lines or [Paragraph(NO_DATA)]


def _comments(content: Content) -> list[Block]:
    begin, end = content["comment_from"], content["comment_to"]
    asked = f"公开征求意见：{begin} 至 {end}。" if begin else "未公开征求意见。"
    lines = [asked]
    if content["comment_exception"]:
        lines.append(f"法定理由：{content['comment_exception']}")
    lines.append(f"意见采纳情况：{filled(content['comment_result'])}")
    return [Paragraph(one) for one in lines]


def _standing(content: Content) -> list[Content]:
    return [one for one in content["points"] if not one["struck"]]


def _points(content: Content) -> Block:
    rows = tuple(
        (
            str(one["place"]),
            one["doubt"],
            f"{one['probability']} × {one['impact']}",
            RiskLevel(one["level"]).label + _lowered(one),
        )
        for one in _standing(content)
    )
    if not rows:
        return Paragraph(NO_DATA)
    return Table(("序号", "风险点", "可能性 × 影响程度", "初始等级"), rows)


def _lowered(one: Content) -> str:
    lowered = one["highest"] > one["probability"] * one["impact"]
    return f"（曾评 {one['highest']} 分）" if lowered else ""


def _struck(content: Content) -> list[Block]:
    return [
        Paragraph(f"已撤销风险点 {one['place']}：{one['doubt']}。理由：{one['struck']}")
        for one in content["points"]
        if one["struck"]
    ]


def _measures(content: Content) -> Block:
    rows = tuple(
        (
            str(one["place"]),
            filled(one["measures"]),
            filled(one["unit"]),
            RiskLevel(one["level_after"]).label if one["level_after"] else NO_DATA,
        )
        for one in _standing(content)
    )
    if not rows:
        return Paragraph(NO_DATA)
    return Table(("序号", "防范化解措施", "责任单位", "预期等级"), rows)


def _dissents(content: Content) -> list[Block]:
    lines: list[Block] = [
        Paragraph(f"{one['source']}：{one['text']}") for one in content["dissents"]
    ]
    return lines or [Paragraph("未登记不同意见。")]


def _legality(content: Content) -> str:
    if not content["legality_by"]:
        return NO_DATA
    days = f"{content['legality_from']} 至 {content['legality_to']}"
    return f"{content['legality_by']}（{days}）：{filled(content['legality_opinion'])}"


def _conclusion(content: Content) -> list[str]:
    lines = []
    if content["level"]:
        lines.append(consequence_of(RiskLevel(content["level"])))
    conclusion = content["conclusion"]
    lines.append(f"评估结论：{Conclusion(conclusion).label if conclusion else NO_DATA}。")
    if content["grounds"]:
        lines.append(content["grounds"])
    return lines


def _plan(content: Content) -> str:
    plan = content["plan"]
    if not plan:
        return NO_DATA
    return f"{plan['number']}《{plan['title']}》第 {plan['version']} 版。"
