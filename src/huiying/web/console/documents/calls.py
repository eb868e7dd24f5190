"""电话记录: that a unit was told of a notice by telephone (regulation, Article 4(3))."""

from __future__ import annotations

from huiying.documents import Document, Form, Table
from huiying.policy.time.zone import LOCAL
from huiying.web.console.documents.handing_out import filled, minute_words
from huiying.work.casework.notices.models import DeliveryProof, Notice, ProofKind


def calls_of(notice: Notice) -> list[DeliveryProof]:
    """Return the calls by which a notice was delivered, oldest first."""
    rows = notice.proofs.filter(kind=ProofKind.PHONE)
    return list(rows.select_related("recorded_by"))


def call_sheet(notice: Notice, calls: list[DeliveryProof]) -> Document:
    """Return 电话记录 of the calls, of which there is at least one. No query."""
    rows = [
        ("通报编号", notice.number),
        ("事项", f"事件{notice.incident.current.number} {notice.incident.current.title}"),
        ("受话单位", notice.unit.name),
    ]
    for call in calls:
        who = call.recorded_by.name if call.recorded_by else ""
        rows += [
            ("通话时间", minute_words(call.at)),
            ("接听岗位", filled(call.detail)),
            ("记录人", filled(who)),
        ]
    rows += [
        ("通话内容", filled(notice.guidance)),
        ("通报发起时间", minute_words(notice.sent_at)),
        ("签收", _signed(notice)),
    ]
    return Document(
        form=Form.SHEET,
        issuer=notice.bureau.name,
        title=notice.bureau.titled(f"{notice.bureau.name}电话记录"),
        body=(Table(("", ""), tuple(rows)),),
        date=calls[-1].at.astimezone(LOCAL).date(),
        number=f"编号：通报{notice.number}",
        classification="内部",
    )


def _signed(notice: Notice) -> str:
    if notice.signed_at is None:
        return "尚未签收"
    return f"{notice.signatory or notice.unit.name}  {minute_words(notice.signed_at)}"
