"""A signed letter as an official document (信访工作条例 art. 22 to 36).

The letter names the petition by its number; who it is for stands in the original alone, and is
written on the envelope by who opened that with a reason.
"""

from __future__ import annotations

from huiying.base.audit.house_text import house_text
from huiying.documents.content import Block, Document, Form, Heading, Paragraph
from huiying.documents.letters import (
    Decision,
    Letterhead,
    Opinion,
    acceptance_notice,
    disposition_opinion,
    extension_notice,
    refusal_notice,
)
from huiying.policy.petitions.kinds import OpinionOutcome, ReplyKind
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.replies.models import PetitionReply

DECISIONS = {
    OpinionOutcome.SUPPORTED: Decision.SUPPORTED,
    OpinionOutcome.EXPLAINED: Decision.EXPLAINED,
    OpinionOutcome.NOT_SUPPORTED: Decision.REFUSED,
}
REVIEW = "不服本意见的，可自收到之日起30日内请求原办理机关的上一级机关复查。"


def letter_document(reply: PetitionReply) -> Document:
    """Return the letter of a signed reply; no query.

    Raises:
        ValueError: If it is not signed.
    """
    if reply.signed_at is None:
        message = "a draft is no letter"
        raise ValueError(message)
    head, kind = _head(reply), ReplyKind(reply.kind)
    handler = reply.petition.competent
    if kind == ReplyKind.ACCEPTANCE and reply.until is not None:
        by = handler.name if handler else reply.petition.bureau.name
        return acceptance_notice(head, handled_by=by, until=reply.until)
    if kind == ReplyKind.REFUSAL:
        return refusal_notice(head, reason=reply.text, legal_basis=reply.basis, way=reply.ways)
    if kind == ReplyKind.EXTENSION and reply.until is not None:
        basis = reply.basis or "《信访工作条例》第三十四条"
        return extension_notice(head, reason=reply.text, legal_basis=basis, until=reply.until)
    if kind == ReplyKind.OPINION:
        return disposition_opinion(head, _opinion(reply), review=reply.ways or REVIEW)
    return _plain(reply, head)


def _head(reply: PetitionReply) -> Letterhead:
    petition, signed_at = reply.petition, reply.signed_at
    issuer = reply.unit.name if reply.kind == ReplyKind.OPINION and reply.unit else ""
    day = (signed_at or reply.drafted_at).astimezone(LOCAL).date()
    return Letterhead(
        issuer=issuer or petition.bureau.name,
        recipient=house_text("信访事项 %(number)s 的信访人") % {"number": petition.number},
        number=reply.number,
        matter=petition.title,
        received=petition.received_at.astimezone(LOCAL).date(),
        date=day,
    )


def _opinion(reply: PetitionReply) -> Opinion:
    return Opinion(
        claim=reply.claim,
        facts=reply.facts,
        decision=DECISIONS[OpinionOutcome(reply.outcome)],
        measures=reply.text,
        legal_basis=tuple(filter(None, (one.strip() for one in reply.basis.split("\n")))),
    )


def _plain(reply: PetitionReply, head: Letterhead) -> Document:
    """Return a letter whose parts stand under their names, as far as it has them."""
    parts = (
        ("投诉请求", reply.claim),
        ("事实和理由", reply.facts),
        ("", reply.text),
        ("依据", reply.basis),
        ("救济途径", reply.ways),
    )
    body: list[Block] = []
    for name, text in parts:
        if text.strip():
            body += [Heading(name, 1)] if name else []
            body += [Paragraph(one) for one in text.split("\n") if one.strip()]
    kind = ReplyKind(reply.kind).label
    return Document(
        form=Form.LETTER,
        issuer=head.issuer,
        title=reply.petition.bureau.titled(f"关于{head.matter}的{kind}"),
        body=tuple(body),
        date=head.date,
        number=head.number,
        recipients=(head.recipient,),
    )
