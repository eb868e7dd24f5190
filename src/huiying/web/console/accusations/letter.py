"""The letter by which an accusation is transferred: number, day and basis, not a word of it."""

from __future__ import annotations

from huiying.documents import Document, Form, Paragraph
from huiying.documents.text import date_in_chinese
from huiying.policy.petitions.accusations import TransferWay
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.accusations.models import Accusation


def transfer_letter(row: Accusation) -> Document:
    """Return 检举控告转送函 of an accusation that was transferred."""
    received = row.received_at.astimezone(LOCAL).date()
    on = row.transferred_on or received
    return Document(
        form=Form.LETTER,
        issuer=row.bureau.name,
        title=row.bureau.titled("关于转送检举控告材料的函"),
        body=(
            Paragraph(
                f"我局于{date_in_chinese(received)}收到检举控告一件（我局登记编号：{row.number}）。"
                "依据《信访工作条例》第二十二条，现按照管理权限转送你单位依规依纪依法处理。"
            ),
            Paragraph(
                "材料原件密封随函"
                f"{TransferWay(row.way).label}，我局不留存复印件，不向涉及的单位和人员透露。"
            ),
            Paragraph("特此函告。"),
        ),
        date=on,
        number=row.document_number,
        recipients=(row.transferred_to,),
        classification="内部",
    )
