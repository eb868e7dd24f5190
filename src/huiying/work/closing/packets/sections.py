"""What a packet says for people: the course, the periods, how each notice arrived.

In:   the matter, how much may be shown.    Out:  sections, read while they are written.
Cost: one or two queries a section.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.work.casework.notices.delivery_steps import delivery_steps
from huiying.work.casework.notices.models import Notice
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.section import Cells, Section, as_text, table
from huiying.work.closing.packets.disclosure import outside_word
from huiying.work.closing.packets.models import Packet, Profile

CHUNK = 500


def course_section(packet: Packet, rows: QuerySet[AuditRecord]) -> Section:
    """Return who did what when; for outsiders what was done, and when."""
    if packet.profile == Profile.COMPLETE:
        headings: tuple[str, ...] = ("记录", "时间", "操作", "编号", "操作人")
        lines = _course(rows)
    else:
        headings = ("记录", "时间", "办理事项", "编号")
        lines = _outside_course(packet, rows)
    return Section("course", "办理过程", "AuditRecord", headings, lines)


def _course(rows: QuerySet[AuditRecord]) -> Iterator[Cells]:
    for row in rows.iterator(chunk_size=CHUNK):
        verb = f"{outside_word(row.verb)} {row.verb}".removeprefix("（不公开） ")
        yield [str(row.seq), as_text(row.at), verb, row.ref, row.actor_label]


def _outside_course(packet: Packet, rows: QuerySet[AuditRecord]) -> Iterator[Cells]:
    number = packet.notice.number if packet.notice else ""
    for row in rows.iterator(chunk_size=CHUNK):
        word = outside_word(row.verb)
        hidden = word == outside_word("") or (number and row.ref != number)
        words = ["（不公开）", ""] if hidden else [word, row.ref]
        yield [str(row.seq), as_text(row.at), *words]


def period_section(packet: Packet, matter: Matter) -> Section:
    """Return each period: from when, until when, when it was met or missed."""
    clocks = Clock.objects.filter(bureau_id=matter.bureau_id)
    if packet.notice is not None:
        notice = packet.notice
        keys = (notice.notice_clock_id, notice.receipt_clock_id, notice.report_clock_id)
        clocks = clocks.filter(pk__in=[key for key in keys if key])
    else:
        clocks = clocks.filter(subject_kind="incident", subject_ref__in=matter.numbers)
    return table(
        "periods",
        "时限执行情况",
        "Clock",
        clocks.order_by("starts_at", "pk"),
        (
            ("时限", lambda row: row.name),
            ("依据", lambda row: row.basis),
            ("规定", lambda row: row.amount),
            ("起算", lambda row: row.starts_at),
            ("截止", lambda row: row.due_at),
            ("办到", lambda row: row.stopped_at),
            ("用时（分钟）", _minutes_used),
            ("结果", _outcome),
        ),
    )


def _minutes_used(clock: Clock) -> str:
    if clock.stopped_at is None:
        return ""
    return str(int((clock.stopped_at - clock.starts_at).total_seconds() // 60))


def _outcome(clock: Clock) -> str:
    if clock.state == ClockState.CANCELLED:
        return "撤销"
    if clock.breached_at is not None:
        return "超时"
    return "按时" if clock.state == ClockState.MET else "计时中"


def delivery_section(packet: Packet, matter: Matter) -> Section:
    """Return how each notice arrived: every step, at which minute, and whether it counts.

    That a relay took a message is listed, and counts for nothing.
    """
    notices = Notice.objects.filter(incident_id__in=matter.keys)
    if packet.notice is not None:
        notices = notices.filter(pk=packet.notice.pk)
    headings = ("通报", "单位", "时间", "第几分钟", "方式", "是否算送达", "说明", "截止")
    lines = _deliveries(notices.select_related("unit", "notice_clock").order_by("sent_at"))
    return Section("deliveries", "通报送达", "Notice, Message, DeliveryProof", headings, lines)


def _deliveries(notices: QuerySet[Notice]) -> Iterator[Cells]:
    for notice in notices:
        due = as_text(notice.notice_clock.due_at) if notice.notice_clock else ""
        for step in delivery_steps(notice):
            yield [
                notice.number,
                notice.unit.name,
                as_text(step.at),
                str(step.minute),
                step.how,
                as_text(step.counts),
                step.why,
                due,
            ]
