"""The parts of a dossier that tell which units were notified, and what they reported.

In:   a matter.    Out:  sections.
Cost: one or two queries a section.
"""

from __future__ import annotations

from huiying.work.casework.notices.models import (
    DeliveryProof,
    Guidance,
    Notice,
    OutsideAnswer,
    UnitReport,
)
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.section import Section, table


def notice_sections(matter: Matter) -> list[Section]:
    """Return the notices with their proofs of delivery, the units' reports, lines to take."""
    notices = Notice.objects.filter(incident_id__in=matter.keys)
    proofs = DeliveryProof.objects.filter(notice__incident_id__in=matter.keys)
    reports = UnitReport.objects.filter(notice__incident_id__in=matter.keys)
    guidance = Guidance.objects.filter(incident_id__in=matter.keys)
    outside = OutsideAnswer.objects.filter(incident_id__in=matter.keys)
    return [
        table(
            "notices",
            "通报",
            "Notice",
            notices.select_related("unit", "sent_by", "signed_by").order_by("sent_at", "pk"),
            (
                ("通报编号", lambda row: row.number),
                ("单位", lambda row: row.unit.name),
                ("要求", lambda row: row.guidance),
                ("发出时间", lambda row: row.sent_at),
                ("发出人", lambda row: row.sent_by.name),
                ("送达时间", lambda row: row.delivered_at),
                ("签收时间", lambda row: row.signed_at),
                ("签收人", _signer),
                ("退回理由", lambda row: row.return_reason),
                ("状态", lambda row: row.get_state_display()),
            ),
        ),
        table(
            "proofs",
            "送达证明",
            "DeliveryProof",
            proofs.select_related("notice__unit").order_by("at", "pk"),
            (
                ("通报编号", lambda row: row.notice.number),
                ("单位", lambda row: row.notice.unit.name),
                ("证明", lambda row: row.get_kind_display()),
                ("时间", lambda row: row.at),
                ("说明", lambda row: row.detail),
            ),
        ),
        table(
            "reports",
            "单位反馈",
            "UnitReport",
            reports.select_related("notice__unit", "by").order_by("at", "pk"),
            (
                ("通报编号", lambda row: row.notice.number),
                ("单位", lambda row: row.notice.unit.name),
                ("时间", lambda row: row.at),
                ("结论", lambda row: row.finding),
                ("核实情况", lambda row: row.facts),
                ("处置情况", lambda row: row.handled),
                ("材料", lambda row: row.evidence),
                ("无附件理由", lambda row: row.no_file_reason),
            ),
        ),
        table(
            "guidance",
            "答复口径",
            "Guidance",
            guidance.select_related("issued_by").order_by("issued_at", "pk"),
            (
                ("版次", lambda row: row.version),
                ("口径", lambda row: row.agreed_line),
                ("说明", lambda row: row.brief),
                ("待查明", lambda row: row.unknown),
                ("下发时间", lambda row: row.issued_at),
                ("下发人", lambda row: row.issued_by.name),
            ),
        ),
        table(
            "outside",
            "单位对外答复",
            "OutsideAnswer",
            outside.select_related("unit").order_by("answered_at", "pk"),
            (
                ("单位", lambda row: row.unit.name),
                ("时间", lambda row: row.answered_at),
                ("场合", lambda row: row.place),
                ("内容", lambda row: row.text),
                ("链接", lambda row: row.link),
            ),
        ),
    ]


def _signer(notice: Notice) -> str:
    return notice.signed_by.name if notice.signed_by else notice.signed_label
