"""The page on which a second person signs a grade, "not negative", "no answer", a severity.

In:   requests of who may grade, and of leaders.    Out:  the page, the signature, the return.
Cost: about eight queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.queries import clocks_of_subject
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import DutyGround, ResponseValue
from huiying.policy.grading.second_signature import GradeGround
from huiying.policy.release.disclosure import LAW
from huiying.policy.release.no_answer import NO_ANSWER_GROUNDS
from huiying.web.console.assessment.casualties import casualty_lines
from huiying.web.console.incidents.grading import proposed_cards
from huiying.web.console.shared.acts import about
from huiying.web.console.shared.component_rows import incident_line
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Target
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.severity import basis_line, severity_with_kind
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.reasons import in_language
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.supervision.models import SupervisionState
from huiying.work.casework.supervision.queries import supervisions_of
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.grading.actions.decide_request import GRADING_KIND, decider_of
from huiying.work.incidents.grading.models import GradingRequest, RequestKind
from huiying.work.incidents.grading.requests import request_hash, waiting_requests
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.grading.rises import waiting_rise
from huiying.work.incidents.incidents.grading_access import grading_request_for


@require_GET
def grading_request(request: OfficerRequest, pk: int) -> HttpResponse:
    """What would stand, what it rests on, and who may sign it."""
    row = grading_request_for(request.user, pk)
    incident, signoff, now = row.incident, row.signoff, clock.now()
    waits, digest = signoff.decision == Decision.PENDING, request_hash(row)
    posts = PostReading(incident.bureau_id, event_ids_of(incident))
    running = GRADING_KIND.clock(signoff) if waits else None
    graded = row.kind in (RequestKind.GRADE, RequestKind.NOT_NEGATIVE, RequestKind.KEEP)
    counted = row.kind != RequestKind.VALUE
    context = {
        "request_line": request_line(row),
        "by": row.requested_by.name,
        "at": row.requested_at,
        "lines": term_lines(row),
        "effects": effect_lines(row, now) if waits and graded else [],
        "state_word": signoff.get_decision_display(),
        "decided": _("%(who)s：%(decision)s。%(reason)s")
        % {
            "who": signoff.decided_by.name,
            "decision": signoff.get_decision_display(),
            "reason": signoff.reason,
        }
        if signoff.decided_by
        else "",
        "incident": incident_line(incident, "grade"),
        "clock": clock_facts(running, now) if running else None,
        "cards": proposed_cards(incident) if graded else [],
        "facts": casualty_lines(posts, request.user) if counted else [],
        "hash": digest if waits else signoff.content_hash,
        "changed": waits and digest != signoff.content_hash,
        "may_decide": waits and digest == signoff.content_hash and _may_sign(row, request.user),
        "waits": waits,
        "leader": row.kind == RequestKind.VALUE,
        "pk": pk,
    }
    return render(request, "console/incidents/grading_request.html", context)


def _may_sign(row: GradingRequest, officer: Officer) -> bool:
    return may(officer, decider_of(row)) and row.requested_by_id != officer.pk


REQUEST = Target(
    row=grading_request_for,
    back=lambda row: reverse("console:grading-request", args=[row.signoff_id]),
    about=lambda row: about(row.incident),
)

sign = approve_act(
    GRADING_KIND, REQUEST, Capability.GRADE, done=gettext_lazy("已签署，即时生效。")
)
"""签署 exactly what was on the screen."""

send_back = return_act(
    GRADING_KIND,
    REQUEST,
    Capability.GRADE,
    title=gettext_lazy("不签，退回"),
    lead=gettext_lazy("退回理由送提出人；原等级、回应价值和时限不变。"),
    done=gettext_lazy("已退回，未作更改。"),
)
"""退回, with a reason."""


def request_line(row: GradingRequest) -> str:
    """Say what would stand after the second signature."""
    if row.kind == RequestKind.GRADE:
        return _("舆情等级改为%(grade)s") % {"grade": _(Grade(row.terms["to"]).label)}
    if row.kind == RequestKind.KEEP:
        words = {"proposed": _(Grade(row.terms["proposed"]).label)}
        return _("经研判不升级：不采纳系统建议的%(proposed)s") % words
    if row.kind == RequestKind.NOT_NEGATIVE:
        return _("记为非负面舆情")
    if row.kind == RequestKind.SEVERITY:
        level = severity_with_kind(row.terms["level"], row.terms.get("event_kind", ""))
        return _("突发事件级别改为%(level)s") % {"level": level}
    return _("回应价值：%(value)s") % {"value": _(ResponseValue(row.terms["value"]).label)}


def term_lines(row: GradingRequest) -> list[str]:
    """Return ground, basis, reason, harm and day of review, a line each."""
    terms, lines = row.terms, []
    if terms.get("ground"):
        lines.append(_(GradeGround(terms["ground"]).label))
    if rule := NO_ANSWER_GROUNDS.get(terms.get("no_answer", "")):
        lines.append(f"{_(LAW)}{_(rule.article)} {_(rule.label)}")
    if duties := [_(DutyGround(name).label) for name in terms.get("grounds", [])]:
        lines.append(_("应当回应的情形：%(grounds)s") % {"grounds": _("；").join(duties)})
    if kind := terms.get("event_kind"):
        lines.append(basis_line(kind))
    lines.append(_("理由：%(reason)s") % {"reason": terms["reason"]})
    if terms.get("harm"):
        lines.append(_("公开的损害：%(harm)s") % {"harm": terms["harm"]})
    if terms.get("review_on"):
        lines.append(_("复审日期：%(day)s") % {"day": terms["review_on"]})
    return lines


def effect_lines(row: GradingRequest, now: datetime) -> list[str]:
    """Say what the second signs against: the proposal, the supervision, the periods."""
    incident, lines = row.incident, []
    rise = waiting_rise(incident)
    if rise is not None:
        lines.append(
            _("系统建议%(grade)s，待研判：%(why)s")
            % {
                "grade": _(Grade(rise.grade).label),
                "why": _("；").join(in_language(one).rstrip("。.") for one in rise.reasons),
            }
        )
    going = supervisions_of(incident, [incident.pk]).exclude(state=SupervisionState.CLOSED)
    lines += [
        _("督办 %(number)s 未销号，督办单位：%(unit)s")
        % {"number": one.number, "unit": one.unit.name}
        for one in going
    ]
    ending = _ending_clocks(row, rise)
    for clock_row in clocks_of_subject(incident.bureau_id, incident.number, now):
        if clock_row.stopped_at is not None:
            continue
        words = {
            "name": _(clock_row.name),
            "at": timezone.localtime(clock_row.due_at).strftime("%m-%d %H:%M"),
            "holder": clock_row.holder,
        }
        lines.append(
            _("签署后终止：%(name)s，%(at)s 止，当前经办：%(holder)s") % words
            if clock_row.clock_id in ending
            else _("继续计时：%(name)s，%(at)s 止，当前经办：%(holder)s") % words
        )
    return lines


def _ending_clocks(row: GradingRequest, rise: GradeRise | None) -> set[int | None]:
    """Return the clocks that the second signature takes off the board."""
    incident, ending = row.incident, set()
    lowers = row.kind == RequestKind.GRADE and row.terms["to"] < incident.grade_in_force
    kept = row.kind == RequestKind.KEEP or (
        rise is not None and lowers and row.terms["to"] < rise.grade
    )
    if rise is not None and kept:
        ending.add(rise.clock_id)
    if (lowers and incident.grade >= Grade.MAJOR) or row.kind == RequestKind.NOT_NEGATIVE:
        ending.add(incident.notice_clock_id)
    return ending


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One request that waits for a second signature, on the incident's page."""

    text: str
    url: str


def waiting_lines(reading: IncidentReading) -> list[WaitingLine]:
    """Return what waits for a second signature, who asked, and where it is signed."""
    return [
        WaitingLine(
            _("%(who)s提出：%(what)s。待另一人签署，签署前等级和时限不变。")
            % {"who": row.requested_by.name, "what": request_line(row)},
            reverse("console:grading-request", args=[row.signoff_id]),
        )
        for row in reading.rows("requests", waiting_requests)
        if row.kind != RequestKind.KEEP  # it stands with what it answers (``rises.py``)
    ]
