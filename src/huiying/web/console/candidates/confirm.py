"""立为事件: one form that confirms a candidate, signs its grade and notifies a unit.

In:   a candidate, an officer with TRIAGE and GRADE; with NOTIFY also for the notice.
Out:  an incident, a notice to the unit that was chosen; each an act with its own record.
Cost: that of the two acts.
"""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.web.console.assessment.casualties import casualty_lines
from huiying.web.console.candidates.forms import ConfirmForm
from huiying.web.console.candidates.late import show_late
from huiying.web.console.routing.proposal import routing_lines
from huiying.web.console.shared.acts import (
    ActText,
    redirect_done,
    show_form,
)
from huiying.web.console.shared.grade_cards import grade_card_rows
from huiying.web.shared.numbers import numbered
from huiying.web.shared.requests import OfficerRequest, submitted_version
from huiying.web.shared.time_words import sentences
from huiying.work.casework.notices.actions.notify import NoticeInput, notify_units
from huiying.work.casework.notices.models import Notice
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.candidates.access import candidate_for
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.requests import waiting_requests

DESK = "console:desk"


def confirm(request: OfficerRequest, event_id: int) -> HttpResponse:
    """立为事件: confirm with a signed grade, and notify a unit with the same form if wished."""
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    require(request.user, Capability.GRADE)
    grade = Grade(candidate.proposed_grade)
    units = _units_to_notify(request.user)
    text = ActText(
        title=_("登记为事件并定级"),
        lead=_("系统建议%(grade)s。定级由本人签署，写入审计记录。") % {"grade": _(grade.label)},
        safe=_(
            "登记后不撤销：与其他事件重复的，在事件页并案。定级后可调整等级；通报时限按等级计时。"
            "低于系统建议的，即时告知组长、副组长。"
        ),
        submit=_("登记、签署等级，通报所选单位") if units else _("登记为事件，签署等级"),
        about=candidate.title,
        back=reverse(DESK),
        cards=grade_card_rows(
            candidate.proposal.get("cards", []), candidate.proposal.get("phrases", {})
        ),
        facts=[
            *casualty_lines(
                PostReading(candidate.bureau_id, [candidate.event_id]), request.user
            ),
            *(_routing_facts(candidate) if units else ()),
        ],
    )
    start = {
        "title": candidate.title,
        "grade": int(grade),
        "unit": candidate.proposed_unit_id or "",
    }
    form = ConfirmForm(request.POST or None, initial=start, units=units)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, candidate.revision)
    try:
        incident, notices = _confirm(request, candidate, form)
    except Refused as error:
        return show_late(request, form, text, candidate, error)
    return redirect_done(
        request,
        _confirmed_words(incident, notices),
        reverse("console:incident", args=[incident.number]),
    )


def _units_to_notify(officer: Officer) -> list[tuple[int, str]]:
    if not may(officer, Capability.NOTIFY):
        return []
    return [(unit.pk, unit.name) for unit in units_of(officer.bureau_id)]


def _routing_facts(candidate: Candidate) -> list[str]:
    """Say which unit is proposed, and by which words; unless it is asked blind."""
    lines = routing_lines(candidate.routing, chosen=False).lines
    return [_("建议通报：%(line)s") % {"line": line} for line in lines]


@transaction.atomic
def _confirm(
    request: OfficerRequest, candidate: Candidate, form: ConfirmForm
) -> tuple[Incident, list[Notice]]:
    """Confirm, and notify the unit that was chosen: two acts, both or none."""
    values, now = form.cleaned_data, clock.now()
    incident = confirm_candidate(
        candidate=candidate,
        grade=Grade(values["grade"]),
        reason=values["reason"],
        title=values["title"],
        not_negative=values["not_negative"],
        ground=values["ground"],
        officer=request.user,
        now=now,
        revision=submitted_version(request),
    )
    if not values.get("unit"):
        return incident, []
    unit = unit_for(request.user, values["unit"], to=Capability.NOTIFY)
    wanted = [NoticeInput(unit, values["guidance"])]
    return incident, notify_units(
        incident=incident, notices=wanted, officer=request.user, now=now
    )


def _confirmed_words(incident: Incident, notices: list[Notice]) -> str:
    words = {"number": incident.number}
    done = _("已登记为事件 %(number)s。") % words
    if waiting_requests(incident):
        done = (
            _("已登记为事件 %(number)s。等级调整待另一人签署，签署前按系统建议办理。") % words
        )
    if not notices:
        return sentences(done, _("下一步：通报责任单位。"))
    names = _("、").join(
        f"{one.unit.name}（{numbered('notice', one.number)}）" for one in notices
    )
    return sentences(done, _("已发起通报：%(units)s，等待送达。") % {"units": names})
