"""Acts of grading: grade, severity, response value, levels of other bodies.

In:   requests of officers with the capability.    Out:  the act done, or its form.
Cost: one action each.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.outside_levels import OutsideLadder
from huiying.policy.grading.response_value import ResponseValue, proposed_grounds
from huiying.policy.time.zone import LOCAL
from huiying.web.console.assessment.casualties import casualty_lines, severity_facts
from huiying.web.console.incidents.acts import incident_url, perform
from huiying.web.console.incidents.forms import (
    OutsideLevelForm,
    RegradeForm,
    SeverityForm,
    ValueForm,
)
from huiying.web.console.shared.acts import ActText, about
from huiying.web.console.shared.grade_cards import GradeCardRow, grade_card_rows
from huiying.web.shared.requests import OfficerRequest, submitted_version
from huiying.work.casework.notices.actions.notify_rise import regrade_and_notify
from huiying.work.incidents.assessment.casualties import read_casualties
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.grading.actions.decide_severity import decide_severity
from huiying.work.incidents.grading.actions.decide_value import decide_value
from huiying.work.incidents.grading.actions.record_outside_level import (
    LevelDocument,
    record_outside_level,
)
from huiying.work.incidents.grading.objections import open_objections_of
from huiying.work.incidents.grading.queries import grade_decisions_of, value_decisions_of
from huiying.work.incidents.incidents.access import incident_for


def regrade(request: OfficerRequest, number: str) -> HttpResponse:
    """升级、降级: with a reason; the old clock keeps its result."""
    incident = incident_for(request.user, number, to=Capability.GRADE)
    text = ActText(
        title=_("升级或降级"),
        lead=_(
            "当前等级为%(grade)s。等级变更后重新计算通报时限，原时限结果保留，回应时限不延长。"
        )
        % {"grade": _(Grade(incident.grade).label)}
        + open_objection_note(incident),
        submit=_("签署新的等级"),
        safe=_(
            "调低等级须由组长或副组长签署，无评分支持而调高须由另一人签署；签署前原"
            "等级和时限不变。升级即时通报各被通报单位。"
        ),
        about=about(incident),
        back=incident_url(number),
        cards=proposed_cards(incident),
        facts=casualty_lines(
            PostReading(incident.bureau_id, event_ids_of(incident)), request.user
        ),
    )
    form = RegradeForm(request.POST or None, initial={"grade": incident.grade})

    def act() -> str:
        raised = regrade_and_notify(
            incident=incident,
            grade=Grade(form.cleaned_data["grade"]),
            reason=form.cleaned_data["reason"],
            ground=form.cleaned_data["ground"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        if raised.waits:
            return _("已提请另一人签署；签署前等级和时限不变。")
        if raised.notices:
            units = _("、").join(one.unit.name for one in raised.notices)
            return _("等级已改，升级通报已发往：%(units)s。") % {"units": units}
        return _("等级已改。")

    return perform(request, form, text, incident, act)


def open_objection_note(incident: Incident) -> str:
    """Say on the form of a new grade that it answers what units object; "" = nothing waits."""
    units = [row.unit.name for row in open_objections_of(incident)]
    if not units:
        return ""
    return _("%(units)s的等级异议待答复：新的等级生效即为答复，理由送提出单位。") % {
        "units": _("、").join(units)
    }


def severity(request: OfficerRequest, number: str) -> HttpResponse:
    """突发事件级别: signed by an officer; the machine only reads what posts state."""
    incident = incident_for(request.user, number, to=Capability.GRADE)
    text = ActText(
        title=_("确认突发事件类型和级别"),
        lead=_("突发事件级别依法按事件本身的严重程度确定，与舆情等级无关。"),
        safe=_(
            "特别重大、重大的，权威信息须在发现后 5 小时内发布，即时起算；由此调低"
            "须由组长或副组长签署，签署前继续计时。"
        ),
        submit=_("签署突发事件级别"),
        about=about(incident),
        back=incident_url(number),
        facts=severity_facts(
            PostReading(incident.bureau_id, event_ids_of(incident)), request.user
        ),
    )
    form = SeverityForm(request.POST or None, initial=_severity_start(incident))

    def act() -> str:
        waits = decide_severity(
            incident=incident,
            level=form.cleaned_data["level"],
            event_kind=form.cleaned_data["event_kind"],
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        if waits:
            return _("已提请另一人签署；签署前级别和时限不变。")
        return _("突发事件级别已签署。")

    return perform(request, form, text, incident, act)


def _severity_start(incident: Incident) -> dict[str, str]:
    """Return what was signed last, or what the posts speak for."""
    found = read_casualties(incident.bureau_id, event_ids_of(incident))
    proposed = found.proposal.level if found.proposal else SeverityForm.NONE
    return {
        "event_kind": incident.event_kind or str(found.kind),
        "level": incident.severity or str(proposed),
    }


def value(request: OfficerRequest, number: str) -> HttpResponse:
    """回应价值: apart from the grade; an answer is due until somebody decides otherwise."""
    incident = incident_for(request.user, number, to=Capability.GRADE)
    text = ActText(
        title=_("研判回应价值"),
        lead=_("公开是原则。有下列任何一种情形，或定为重大的，回应时限照常计时。"),
        safe=_(
            "不公开回应须有法定情形，由组长或副组长签署后才生效，并定期复审；批评不是理由。"
        ),
        submit=_("签署回应价值"),
        about=about(incident),
        back=incident_url(number),
    )
    form = ValueForm(request.POST or None, initial=_value_start(incident))

    def act() -> str:
        waits = decide_value(
            incident=incident,
            value=form.cleaned_data["value"],
            grounds=form.cleaned_data["grounds"],
            reason=form.cleaned_data["reason"],
            no_answer=form.no_answer_input(),
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        if waits:
            return _("已请领导签署；签署前按应当回应计时。")
        return _("回应价值已签署。")

    return perform(request, form, text, incident, act)


def proposed_cards(incident: Incident) -> list[GradeCardRow]:
    """Return the cards of the gravest proposal, with the words that they rest on."""
    row = incident.candidates.order_by("-proposed_grade", "pk").first()
    found = row.proposal if row is not None else {}
    return grade_card_rows(found.get("cards", []), found.get("phrases", {}))


def _value_start(incident: Incident) -> dict[str, object]:
    """Return what was signed last, or what is on record speaks for."""
    last = value_decisions_of(incident).last()
    if last is not None:
        return {
            "value": incident.response_value or last.value,
            "grounds": last.grounds,
            "no_answer": last.no_answer,
        }
    graded = grade_decisions_of(incident).last()
    cards = {card["dimension"]: card["score"] for card in graded.cards} if graded else {}
    grounds = proposed_grounds(emergency=bool(incident.severity), content=cards.get("content"))
    return {"value": ResponseValue.ANSWER, "grounds": sorted(map(str, grounds))}


def outside_level(request: OfficerRequest, number: str) -> HttpResponse:
    """预警颜色、响应级别: copied from a document of another body, never derived."""
    incident = incident_for(request.user, number, to=Capability.GRADE)
    text = ActText(
        title=_("登记预警、响应级别"),
        lead=_("预警和应急响应由有权机关发布，本局只按文件登记，与舆情等级无关。"),
        submit=_("登记"),
        about=about(incident),
        back=incident_url(number),
    )
    today = clock.now().astimezone(LOCAL).date()
    form = OutsideLevelForm(request.POST or None, initial={"on": today})

    def act() -> str:
        ladder, step = form.cleaned_data["level"]
        record_outside_level(
            incident=incident,
            ladder=ladder,
            step=step,
            document=LevelDocument(
                form.cleaned_data["document"],
                form.cleaned_data["issuer"],
                form.cleaned_data["on"],
            ),
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已登记%(what)s。") % {"what": _(OutsideLadder(ladder).label)}

    return perform(request, form, text, incident, act)
