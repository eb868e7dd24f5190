"""Letters to petitioners: 告知书 and 信访处理意见书 (信访工作条例, articles 22 to 36).

Each function returns a ``Document`` in the form 信函; what the law wants in it is an argument
that may not be empty. Periods and articles are written by the caller, who knows the rule and
its version; none is invented here. A letter names the petitioner: it is printed and sent, and
never enters a report, a count or the record.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from huiying.documents.content import Block, Document, Form, Heading, Paragraph
from huiying.documents.text import date_in_chinese


class Decision(StrEnum):
    """What is decided of a claim (信访工作条例, article 32)."""

    SUPPORTED = "予以支持"
    EXPLAINED = "予以解释说明"
    REFUSED = "不予支持"


@dataclass(frozen=True)
class Letterhead:
    """Who writes to whom, when, under which number.

    Attributes:
        number: 发文字号.
        matter: What the petition is about, as it is called in the title.
        received: When the petition was received.
    """

    issuer: str
    recipient: str
    number: str
    matter: str
    received: dt.date
    date: dt.date


@dataclass(frozen=True)
class Opinion:
    """What 信访处理意见书 must state (article 32).

    Attributes:
        legal_basis: Laws, regulations and policies, one a line.
    """

    claim: str
    facts: str
    decision: Decision
    measures: str
    legal_basis: tuple[str, ...]


def acceptance_notice(head: Letterhead, *, handled_by: str, until: dt.date) -> Document:
    """Return 受理告知书: that the matter is taken up, by whom and until when.

    Raises:
        ValueError: If something that must be stated is empty, or the day is before the letter.
    """
    _require(handled_by=handled_by)
    if until < head.date:
        message = "The day until which a matter is handled comes after the letter."
        raise ValueError(message)
    body = (
        _opening(head),
        Paragraph(
            f"经审查，该信访事项属于{handled_by}职责范围，决定予以受理，"
            f"于{date_in_chinese(until)}前办结并书面答复。"
        ),
        _closing(),
    )
    return _letter(head, "受理告知书", body)


def refusal_notice(head: Letterhead, *, reason: str, legal_basis: str, way: str) -> Document:
    """Return 不予受理告知书: why not, by which rule, and where the person can turn.

    Raises:
        ValueError: If something that must be stated is empty.
    """
    _require(reason=reason, legal_basis=legal_basis, way=way)
    body = (
        _opening(head),
        Paragraph(f"经审查，{_ended(reason)}依据{legal_basis}，决定不予受理。"),
        Paragraph(f"您可以通过以下途径反映：{way}"),
        _closing(),
    )
    return _letter(head, "不予受理告知书", body)


def transfer_notice(head: Letterhead, *, to: str, legal_basis: str) -> Document:
    """Return 转送告知书: which body has the competence and was given the matter.

    Raises:
        ValueError: If something that must be stated is empty.
    """
    _require(to=to, legal_basis=legal_basis)
    body = (
        _opening(head),
        Paragraph(
            f"该信访事项属于{to}职权范围。依据{legal_basis}，已转送{to}处理，"
            "请向该机关查询办理情况。"
        ),
        _closing(),
    )
    return _letter(head, "转送告知书", body)


def extension_notice(
    head: Letterhead, *, reason: str, legal_basis: str, until: dt.date
) -> Document:
    """Return 延期告知书: why it takes longer, and until when.

    Raises:
        ValueError: If something that must be stated is empty.
    """
    _require(reason=reason, legal_basis=legal_basis)
    body = (
        _opening(head),
        Paragraph(
            f"因{reason.rstrip('。')}，在规定期限内不能办结。依据{legal_basis}，经批准，"
            f"办理期限延长至{date_in_chinese(until)}。"
        ),
        _closing(),
    )
    return _letter(head, "延期告知书", body)


def disposition_opinion(head: Letterhead, opinion: Opinion, *, review: str) -> Document:
    """Return 信访处理意见书: claim, facts, opinion, legal basis (article 32), and the remedy.

    Args:
        review: Where and within what time a review (复查) can be asked for.

    Raises:
        ValueError: If something that must be stated is empty.
    """
    _require(
        claim=opinion.claim,
        facts=opinion.facts,
        measures=opinion.measures,
        legal_basis="".join(opinion.legal_basis),
        review=review,
    )
    body: tuple[Block, ...] = (
        _opening(head),
        Heading("一、投诉请求", 1),
        Paragraph(opinion.claim),
        Heading("二、事实和理由", 1),
        Paragraph(opinion.facts),
        Heading("三、处理意见", 1),
        Paragraph(f"对您的请求{opinion.decision.value}。{opinion.measures}"),
        Heading("四、法律法规依据", 1),
        *(Paragraph(line) for line in opinion.legal_basis),
        Heading("五、救济途径", 1),
        Paragraph(review),
    )
    return _letter(head, "信访事项处理意见书", body)


def _letter(head: Letterhead, kind: str, body: tuple[Block, ...]) -> Document:
    _require(issuer=head.issuer, recipient=head.recipient, matter=head.matter)
    return Document(
        form=Form.LETTER,
        issuer=head.issuer,
        title=f"关于{head.matter}的{kind}",
        body=body,
        date=head.date,
        number=head.number,
        recipients=(head.recipient,),
    )


def _opening(head: Letterhead) -> Paragraph:
    return Paragraph(
        f"您反映{head.matter}的信访事项，我单位于{date_in_chinese(head.received)}收到。"
    )


def _closing() -> Paragraph:
    return Paragraph("特此告知。")


def _ended(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"


def _require(**texts: str) -> None:
    empty = sorted(name for name, text in texts.items() if not text.strip())
    if empty:
        message = f"A letter must state: {', '.join(empty)}."
        raise ValueError(message)
