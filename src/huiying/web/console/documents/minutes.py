"""会商纪要 as a document (GB/T 9704-2012, 10.3; regulation, Article 6)."""

from __future__ import annotations

from huiying.base.signoff.queries import signatures_of
from huiying.documents import Block, Document, Form, Heading, Paragraph, Table
from huiying.policy.time.zone import LOCAL
from huiying.web.console.documents.handing_out import filled, minute_words
from huiying.work.casework.procedure.content import minutes_in_force
from huiying.work.casework.procedure.models import (
    Attendance,
    Consultation,
    ConsultationState,
    Invitation,
)
from huiying.work.casework.procedure.queries import invitations_of

NOT_SIGNED = "本纪要尚未经出席人员签署，不具效力。"
CANCELLED = "本次会商已取消。"
PRESENT, AWAY = "出席", "未出席"
NOBODY = "无"
DISSENT = "（不同意见）"


def minutes_document(row: Consultation) -> Document:
    """Return the minutes: what was concluded, every opinion and dissent, who was there.

    Cost: four queries.
    """
    invited = list(invitations_of(row))
    met = row.meets_at or row.called_at
    return Document(
        form=Form.MINUTES,
        issuer=f"{row.bureau.name}会商纪要",
        title=row.bureau.titled(f"关于“{row.incident.current.title}”的会商纪要"),
        body=(*_head(row), *_points(row), *_opinions(invited), *_signatures(row)),
        date=met.astimezone(LOCAL).date(),
        number=f"编号：{row.number}",
        signature=row.bureau.name,
        classification="内部",
        people=(
            (PRESENT, _names(invited, present=True)),
            (AWAY, _names(invited, present=False)),
        ),
    )


def _head(row: Consultation) -> list[Block]:
    lines: list[Block] = []
    if row.state == ConsultationState.CANCELLED:
        lines.append(Paragraph(f"{CANCELLED}理由：{filled(row.reason)}"))
    elif not minutes_in_force(row):
        lines.append(Paragraph(NOT_SIGNED))
    when = f"会商时间：{minute_words(row.meets_at)}。"
    where = f"地点或方式：{filled(row.place)}。召集人：{row.called_by.name}。"
    return [*lines, Paragraph(when + where)]


def _points(row: Consultation) -> list[Block]:
    points = (
        ("一、事件性质", row.nature),
        ("二、舆情走势", row.trend),
        ("三、可能出现的风险", row.risks),
        ("四、处置建议", row.proposal),
    )
    blocks: list[Block] = []
    for title, text in points:
        blocks += [Heading(title, 1), Paragraph(filled(text))]
    return blocks


def _opinions(invited: list[Invitation]) -> list[Block]:
    lines = [
        Paragraph(f"{guest.label}{DISSENT if said.dissent else ''}：{said.text}")
        for guest in invited
        for said in guest.opinions.all()
    ]
    return [Heading("五、各方意见", 1), *(lines or [Paragraph("未记录意见。")])]


def _signatures(row: Consultation) -> list[Block]:
    if row.signoff is None or not minutes_in_force(row):
        return []
    signed = tuple(
        (one.officer.name, minute_words(one.at)) for one in signatures_of(row.signoff)
    )
    return [Heading("六、签署", 1), Table(("签署人", "签署时间"), signed)]


def _names(invited: list[Invitation], *, present: bool) -> str:
    here = [row.label for row in invited if (row.attendance == Attendance.PRESENT) == present]
    return "、".join(here) or NOBODY
