"""The content of a notice page, signed in or by signed link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.clocks.board import BoardRow
from huiying.base.clocks.queries import clocks_of_subject
from huiying.web.shared.clock_rows import ledger_parts, row_facts, used_words
from huiying.web.shared.guidance_rows import guidance_of_notice
from huiying.web.shared.numbers import numbered
from huiying.web.shared.post_rows import group_rows
from huiying.web.shared.reasons import all_in_language
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.casework.notices.queries import AWAITING_SIGNATURE, standing_notices
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.placements.queries import post_groups

POSTS = 5


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice as its unit reads it; ``number`` is the incident's.

    Attributes:
        also: Other units that were told; "" = none.
        todo: What comes next; "" = nothing.
    """

    number: str
    title: str
    text: str
    grade: int
    sent_by: str
    sent_at: datetime
    unit: str
    also: str
    todo: str


def notice_page(notice: Notice, now: datetime) -> dict[str, object]:
    """Return what is asked of the unit, how long there is, and what people say."""
    incident = notice.incident
    clocks = {
        row.clock_id: row for row in clocks_of_subject(incident.bureau_id, incident.number, now)
    }
    current = notice.report_clock_id or notice.receipt_clock_id or notice.notice_clock_id
    row = clocks.get(current) if current else None
    groups = post_groups(incident.bureau_id, event_ids_of(incident), limit=POSTS)
    candidate = incident.candidates.order_by("-proposed_grade", "pk").first()
    unproven = notice.state in (NoticeState.QUEUED, NoticeState.HANDED_OVER)
    return {
        "bar_note": numbered("notice", notice.number),
        "notice": NoticeFacts(
            number=incident.number,
            title=incident.title,
            text=notice.guidance,
            grade=incident.grade,
            sent_by=notice.sent_by.name,
            sent_at=notice.sent_at,
            unit=notice.unit.name,
            also=_other_units(notice),
            todo=_next_steps(notice),
        ),
        "guidance": guidance_of_notice(notice, now),
        "clock": row_facts(row) if row else None,
        "ledger": ledger_parts(row) if row else [],
        "ledger_line": used_words(row) if row else "",
        "receipt_line": _due_line(notice, row, now) if row else "",
        "why": all_in_language(candidate.proposal.get("reasons", [])) if candidate else [],
        "posts": group_rows(groups),
        "posts_total": incident.size,
        "other_acts": [],
        "phone_note": _("可致电值班台确认收到，经值班员登记后视为送达。") if unproven else "",
        "phone_line": _("本局联系方式：%(contact)s") % {"contact": settings.CONTACT}
        if unproven and settings.CONTACT
        else "",
    }


def signed_words(notice: Notice) -> str:
    """Say when and by whom a signed notice was signed."""
    return _("%(at)s 已由%(who)s签收") % {
        "at": timezone.localtime(notice.signed_at).strftime("%m-%d %H:%M"),
        "who": notice.signatory or notice.unit.name,
    }


def _due_line(notice: Notice, row: BoardRow, now: datetime) -> str:
    """Say what has to be done until when, and by which rule."""
    signing = notice.state in AWAITING_SIGNATURE and row.clock_id == notice.receipt_clock_id
    sentence = _("%(name)s：%(due)s 前 · %(basis)s")
    if signing and now <= row.due_at:
        sentence = _("请在 %(due)s 前签收 · %(basis)s")
    elif signing:
        sentence = _("签收时限为 %(due)s，已超时，补签如实记录 · %(basis)s")
    return sentence % {
        "name": _(row.name),
        "due": timezone.localtime(row.due_at).strftime("%m-%d %H:%M"),
        "basis": row.standing_words,
    }


def _other_units(notice: Notice) -> str:
    """Name the other units that were told of the matter, so that nobody asks them again."""
    rows = standing_notices(notice.incident).exclude(unit_id=notice.unit_id)
    names = rows.order_by("pk").values_list("unit__name", flat=True)
    return _("、").join(dict.fromkeys(names))


def _next_steps(notice: Notice) -> str:
    """Say what the unit is to do, in the order it does it."""
    if notice.state in AWAITING_SIGNATURE:
        return _("请先签收，核实后反馈结论、事实和处置情况")
    clock = notice.report_clock
    if notice.state == NoticeState.SIGNED and clock is not None and clock.stopped_at is None:
        return _("请反馈核实结论、事实和处置情况")
    return ""
