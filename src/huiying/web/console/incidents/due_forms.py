"""The form that a clock waits for: its button in a row, and the way to it.

In:   a running clock, who looks.    Out:  one button; the page where the clock is met.
Cost: none for a button; two or three queries for the way, when it is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.board import BoardRow, ClockLook
from huiying.base.clocks.models import Clock
from huiying.base.signoff.queries import pending_for
from huiying.web.console.approvals.decision_pages import DECISION_PAGES
from huiying.web.console.clocks.access import clock_in_sight
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.clock_subjects import subject_url
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.notices.queries import visible_notices
from huiying.work.casework.supervision.queries import visible_supervisions
from huiying.work.casework.tasks.queries import visible_tasks
from huiying.work.casework.verification.queries import visible_verification_requests
from huiying.work.closing.waivers.actions.waive import WAIVER_KIND
from huiying.work.incidents.core.clocks import NOTICE, RESPONSE
from huiying.work.reports.core.queries import reports_in_sight
from huiying.work.responses.confirmations.queries import (
    may_agree,
    visible_confirmations,
)
from huiying.work.responses.press.actions.apply import PRESS_KIND
from huiying.work.responses.releases.actions.ratify_procedure import RATIFICATION_KIND
from huiying.work.responses.reviews.actions.decide import DRAFT_KIND

OF_A_NOTICE = (NOTICE, "receipt", "report", "guidance")
OF_A_UNIT = (
    *OF_A_NOTICE,
    "claim",
    "task",
    "supervision",
)  # the duty desk calls, when time is short
SHORT = (ClockLook.LATE, ClockLook.SOON)

STEPS = {
    NOTICE: gettext_lazy("签收"),
    "receipt": gettext_lazy("签收"),
    "guidance": gettext_lazy("签收口径"),
    "report": gettext_lazy("反馈…"),
    "claim": gettext_lazy("答复核实"),
    "task": gettext_lazy("反馈…"),
    "approval": gettext_lazy("审批"),
    "ratification": gettext_lazy("追认"),
    "contact": gettext_lazy("联系来件人"),
    "promise": gettext_lazy("登记兑现"),
    "confirmation": gettext_lazy("沟通确认"),
    "media": gettext_lazy("答复"),
    "press": gettext_lazy("答复"),
    "owed_answer": gettext_lazy("补充答复"),
    "liaison": gettext_lazy("联络"),
    "follow_up": gettext_lazy("登记办理"),
    "initial_report": gettext_lazy("报送初报"),
    "period_report": gettext_lazy("报送"),
    "report_receipt": gettext_lazy("登记回执"),
}
"""Kinds of clocks → the verb of who holds one; any other kind is dealt with (办理)."""

PARTS = {
    "claim": "dockets",
    "task": "procedure",
    "supervision": "supervision",
    "contact": "offline",
    "promise": "offline",
    "media": "press",
    "press": "press",
    "confirmation": "answers",
    "approval": "procedure",
    "ratification": "procedure",
    "withholding": "grade",
    "owed_answer": "answers",
    RESPONSE: "answers",
}
"""Kinds of clocks → the part of the incident page where its matter is seen."""

SIGNED_PARTS = {
    DRAFT_KIND.name: "answers",
    RATIFICATION_KIND.name: "answers",
    PRESS_KIND.name: "press",
    WAIVER_KIND.name: "closing",
}
"""Kinds of requests → the part where what is signed is seen; it goes before ``PARTS``."""


OWN_PAGES: dict[str, tuple[str, Callable[[Officer], QuerySet[Any]]]] = {
    "claim": ("console:docket", visible_verification_requests),
    "task": ("console:task", visible_tasks),
    "supervision": ("console:supervision", visible_supervisions),
    "initial_report": ("console:report", reports_in_sight),
}
"""Kinds of clocks with a paper of their own → its page, and which of them an officer sees."""


def step_word(row: BoardRow) -> str:
    """Return the verb of who holds a clock; the bureau countersigns an agency's yes."""
    if row.kind == "confirmation" and row.holder_unit_id is None:
        return _("核签")
    return str(STEPS.get(row.kind, _("办理")))


def due_act(
    row: BoardRow, officer: Officer, *, mine: bool, answer: ActButton | None = None
) -> ActButton | None:
    """Return the one act of a row: the form that is due, or how to have it done.

    Args:
        mine: The officer holds the clock; then the act is the main one.
        answer: What the officer may do for the answer that this clock waits for.

    Returns:
        None for an officer who cannot open the matter.
    """
    subject = subject_url(row.subject_kind, row.subject_ref, officer)
    if not subject:
        return None
    if row.kind == NOTICE and (act := _notice_act(row, officer, mine=mine)):
        return act
    if row.kind == RESPONSE:
        return answer or ActButton(_("查看"), subject)
    due = cached_url("console:clock-due", row.clock_id)
    if mine:
        return ActButton(step_word(row), due, main=True)
    if row.kind in OF_A_UNIT and row.look in SHORT and may(officer, Capability.NOTIFY):
        return ActButton(_("催办"), due)
    return ActButton(_("查看"), due)


def _notice_act(row: BoardRow, officer: Officer, *, mine: bool) -> ActButton | None:
    """Return what the desk does before a unit is notified; None = a notice is on its way."""
    if row.subject_proposed and row.subject_kind == "incident":
        grades = may(officer, Capability.GRADE)  # no notice meets it: somebody raises or keeps
        label = _("研判等级") if grades else _("查看")
        return ActButton(label, part_url(row.subject_ref, "rise"), main=mine and grades)
    if row.holder_unit_id is None and may(officer, Capability.NOTIFY):
        url = cached_url("console:notify", row.subject_ref)
        return ActButton(_("通报单位…"), url, "ask", main=mine)
    return None


@require_GET
def clock_due(request: OfficerRequest, pk: int) -> HttpResponse:
    """Go to the form that a clock waits for; without one, to its matter."""
    clock = clock_in_sight(request, pk, to=Capability.SEE_DESK)
    return redirect(_form_of(clock, request.user) or _matter_of(clock, request.user))


def _form_of(clock: Clock, officer: Officer) -> str:
    """Return the page where a clock is met; "" = it has none of its own."""
    if clock.kind in OF_A_NOTICE:
        return _notice_page(clock, officer)
    if clock.kind in OWN_PAGES:
        name, in_sight = OWN_PAGES[clock.kind]
        rows = in_sight(officer).filter(clock=clock).order_by("-pk")
        return _page(name, rows.values_list("number", flat=True).first())
    if clock.kind == "confirmation":
        return _confirmation_page(clock, officer)
    waiting = pending_for(clock.bureau_id, officer=officer).filter(clock=clock).first()
    if waiting is None:
        return ""
    page = DECISION_PAGES[waiting.kind]
    if not page.kind.may_decide(waiting, officer):
        return ""
    return reverse(page.url, args=[waiting.pk if page.by_request else waiting.about_ref])


def _notice_page(clock: Clock, officer: Officer) -> str:
    """Return the notice; the report of who holds the clock of it is written at once."""
    carried = Q(notice_clock=clock) | Q(receipt_clock=clock) | Q(report_clock=clock)
    rows = visible_notices(officer).filter(carried | Q(guidance_receipts__clock=clock))
    notice = rows.order_by("-sent_at").first()
    if notice is None:
        return ""
    writes = may(officer, Capability.REPORT_BACK) and notice.unit_id == officer.unit_id
    name = "notice-report" if clock.kind == "report" and writes else "notice"
    return _page(f"console:{name}", notice.number)


def _confirmation_page(clock: Clock, officer: Officer) -> str:
    """Return the text that is to be confirmed, at the form of who is asked or countersigns."""
    rows = visible_confirmations(officer).filter(clock=clock)
    rows = rows.select_related("draft", "recorded_by")
    row = rows.order_by("-pk").first()
    if row is None:
        return ""
    if may_agree(row, officer):
        return reverse("console:confirmation-countersign", args=[row.number])
    answers = row.unit_id == officer.unit_id and may(officer, Capability.REPORT_BACK)
    return _page("console:confirmation", row.number) + ("#answer" if answers else "")


def _page(name: str, number: str | None) -> str:
    return reverse(name, args=[number]) if number else ""


def _matter_of(clock: Clock, officer: Officer) -> str:
    if clock.subject_kind == "incident" and clock.kind in PARTS:
        request = pending_for(clock.bureau_id).filter(clock=clock).first()
        signed = SIGNED_PARTS.get(request.kind) if request else None
        return part_url(clock.subject_ref, signed or PARTS[clock.kind])
    found = subject_url(clock.subject_kind, clock.subject_ref, officer)
    return found or reverse("console:clock", args=[clock.pk])
