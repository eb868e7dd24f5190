"""送达记录: how and when a notice reached its unit, to be shown to a superior (Article 4(3)).

The numbers and hashes of the audit record stand at its end: who has the published heads of the
days checks by them that nothing was written later than it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from huiying.base.audit.queries import records_about
from huiying.base.clocks.models import Clock
from huiying.base.outbox.about import About
from huiying.base.outbox.models import Message
from huiying.base.outbox.queries import messages_about
from huiying.documents import Document, Form, Table
from huiying.policy.time.zone import LOCAL
from huiying.web.console.documents.handing_out import NO_DATA, filled, minute_words
from huiying.work.casework.notices.models import DeliveryProof, Notice, ProofKind

KIND = "notice"
PROOFS = {
    ProofKind.SHOWN_IN_APP: "本单位人员在系统内打开",
    ProofKind.LINK_CONFIRMED: "签名链接经人确认",
    ProofKind.CHANNEL_RECEIPT: "渠道回执",
    ProofKind.PHONE: "电话送达",
    ProofKind.PAPER: "书面送达",
}
RECORDED = {
    "notice.sent": "发起通报",
    "notice.delivered": "送达",
    "notice.signed": "签收",
    "notice.returned": "退回",
}
HASH_SHOWN = 16  # of 64 characters


def delivery_sheet(notice: Notice, now: datetime) -> Document:
    """Return 送达记录 of a notice as it stands. Four queries."""
    incident = notice.incident.current
    rows = [
        ("通报编号", notice.number),
        ("事项", f"事件{incident.number} {incident.title}"),
        ("受送达单位", notice.unit.name),
        ("发起时间", minute_words(notice.sent_at)),
        ("发起人", notice.sent_by.name),
        ("送达时限", _limit(notice.notice_clock)),
        ("渠道发送", _joined(_messages(notice))),
        ("送达凭证", _joined(_proofs(notice))),
        ("送达时间", _delivered(notice)),
        ("签收", _signed(notice)),
        ("签收时限", _limit(notice.receipt_clock)),
        ("审计记录", _joined(_records(notice))),
    ]
    return Document(
        form=Form.SHEET,
        issuer=notice.bureau.name,
        title=notice.bureau.titled(f"{notice.bureau.name}通报送达记录"),
        body=(Table(("", ""), tuple(rows)),),
        date=now.astimezone(LOCAL).date(),
        number=f"编号：通报{notice.number}",
        classification="内部",
    )


def _joined(parts: Iterator[str]) -> str:
    return filled("；".join(parts))


def _limit(clock: Clock | None) -> str:
    if clock is None:
        return NO_DATA
    late = "，已超时" if clock.breached_at is not None else ""
    return f"{clock.amount}，至{minute_words(clock.due_at)}（{clock.basis}）{late}"


def _messages(notice: Notice) -> Iterator[str]:
    for message in messages_about(notice.bureau_id, About(KIND, notice.number)):
        yield f"{message.channel.name}：{_sending(message)}"


def _sending(message: Message) -> str:
    """Return how far a message went; that a relay took it is no delivery."""
    if message.handed_over_at is None:
        return f"{minute_words(message.queued_at)}列入发送，未交出"
    receipt = message.receipt_at
    more = f"，{minute_words(receipt)}收到渠道回执" if receipt else ""
    return f"{minute_words(message.handed_over_at)}交出{more}"


def _proofs(notice: Notice) -> Iterator[str]:
    for row in notice.proofs.select_related("recorded_by"):
        yield _proof(row)


def _proof(row: DeliveryProof) -> str:
    who = f"，{row.detail}" if row.detail else ""
    by = f"，{row.recorded_by.name}登记" if row.recorded_by and row.detail else ""
    return f"{minute_words(row.at)}，{PROOFS[ProofKind(row.kind)]}{who}{by}"


def _delivered(notice: Notice) -> str:
    return minute_words(notice.delivered_at) if notice.delivered_at else "尚未送达"


def _signed(notice: Notice) -> str:
    if notice.returned_at is not None:
        return f"{minute_words(notice.returned_at)}退回：{filled(notice.return_reason)}"
    if notice.signed_at is None:
        return "尚未签收"
    return f"{minute_words(notice.signed_at)}，{notice.signatory or notice.unit.name}"


def _records(notice: Notice) -> Iterator[str]:
    rows = records_about(
        bureau_id=notice.bureau_id, kind=KIND, refs=[notice.number], verbs=list(RECORDED)
    )
    for row in rows:
        yield f"{RECORDED[row.verb]}：第{row.seq}条，校验值{row.hash[:HASH_SHOWN]}"
