"""Acts on a proposal: write, submit, act first in an emergency, decide, assign, acknowledge."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.consultation.forms import (
    AssignForm,
    ProposalForm,
    UrgentForm,
)
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    about,
    carry_out,
)
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.last_change import incident_topic
from huiying.web.console.teams.assignees import UNIT, assignee_choices, assignee_of
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.casework.procedure.access import proposal_for
from huiying.work.casework.procedure.actions.decide_proposal import PROPOSAL_KIND
from huiying.work.casework.procedure.actions.write_proposal import (
    edit_proposal,
    start_proposal,
    submit_proposal,
)
from huiying.work.casework.procedure.models import Assignment, Proposal
from huiying.work.casework.procedure.queries import consultations_of, proposal_of
from huiying.work.casework.tasks.access import task_for
from huiying.work.casework.tasks.actions.assign import accept_task, assign_task
from huiying.work.casework.tasks.assignees import assignee_name
from huiying.work.casework.tasks.teams import active_teams
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for

USUAL = timedelta(days=1)  # what the form offers; the giver sets the date


@form_page
def write(request: OfficerRequest, number: str) -> HttpResponse:
    """拟制处置意见; what the consultation proposed is taken over as a start."""
    incident = incident_for(request.user, number, to=Capability.CONSULT)
    existing = proposal_of(incident)
    if existing is not None:
        return redirect("console:proposal", existing.number)
    text = ActText(
        title=_("写预控处置意见"),
        lead=_("报审批准以后，才能交办。"),
        submit=_("存处置意见"),
        about=about(incident),
        back=_incident(number),
    )
    form = ProposalForm(request.POST or None, initial=_from_minutes(incident))

    def perform() -> Outcome:
        row = start_proposal(
            incident=incident, officer=request.user, now=clock.now(), **form.cleaned_data
        )
        return _("处置意见已存。"), _url(row.number)

    return carry_out(request, form, text, incident.revision, perform)


def _from_minutes(incident: Incident) -> dict[str, str]:
    last = consultations_of(incident).first()
    return {"measures": last.proposal, "risks": last.risks} if last else {}


def _urgent(row: Proposal) -> bool:
    return bool(row.signoff and row.signoff.emergency)


PROPOSAL = Target(
    row=proposal_for,
    back=lambda row: _url(row.number),
    topic=lambda row: incident_topic(row.incident),
)

TASK = Target(row=task_for, back=lambda task: reverse("console:task", args=[task.number]))


@Act(
    PROPOSAL,
    Capability.CONSULT,
    title=_("改预控处置意见"),
    safe=_("报审以后再改，原批准失效，须重新报审。"),
    form=ProposalForm,
    options=lambda row, _request: {"initial": {"measures": row.measures, "risks": row.risks}},
    submit=_("存处置意见"),
)
def edit(row: Proposal, form: ProposalForm, by: By) -> Text:
    """改处置意见; an approval is void from the first changed word."""
    voided = edit_proposal(proposal=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已改，原批准失效，请重新报审。") if voided else _("处置意见已存。")


@ButtonAct(PROPOSAL, Capability.CONSULT)
def submit(row: Proposal, by: By, _posted: QueryDict) -> Text:
    """报审."""
    submit_proposal(proposal=row, revision=by.revision, **by.stamp)
    return _("已报审，等领导批准。")


@Act(
    PROPOSAL,
    Capability.CONSULT,
    title=_("紧急先行交办"),
    lead=_("可先行交办，不待会商和批准；须在时限内由领导追认，未追认即为超时，记入审计记录。"),
    safe=_("不予追认时，先行交办的事项自动收回。"),
    form=UrgentForm,
    submit=_("先行交办并报请追认"),
    danger=True,
)
def urgent(row: Proposal, form: UrgentForm, by: By) -> Text:
    """紧急先行: assign at once, have it ratified within the time of the rule book."""
    submit_proposal(
        proposal=row, revision=by.revision, emergency=form.cleaned_data["reason"], **by.stamp
    )
    return _("可以先行交办；追认时限开始计时。")


approve = approve_act(PROPOSAL_KIND, PROPOSAL, Capability.APPROVE, done=_("已批准，可以交办。"))
"""批准 or 追认: exactly the words that were on the screen."""

send_back = return_act(
    PROPOSAL_KIND,
    PROPOSAL,
    Capability.APPROVE,
    title=_("退回处置意见"),
    lead=lambda row: _("紧急先行的，退回即不予追认，已交办事项收回。") if _urgent(row) else "",
    danger=_urgent,
    done=_("已退回办公室。"),
)
"""退回 or 不予追认, with a reason."""


def _assign_options(row: Proposal, _request: OfficerRequest) -> dict[str, object]:
    incident = row.incident.current
    lead = f"{UNIT}{incident.lead_unit_id}" if incident.lead_unit_id else ""
    return {
        "takers": assignee_choices(row.bureau_id, active_teams(incident)),
        "initial": {"to": lead, "due": localtime(clock.now() + USUAL)},
    }


@Act(
    PROPOSAL,
    Capability.CONSULT,
    title=_("交办"),
    lead=_("按批准的处置意见，交办给单位或处置回应工作小组；交办给工作小组的，由负责人签收。"),
    form=AssignForm,
    options=_assign_options,
    submit=_("交办"),
)
def assign(row: Proposal, form: AssignForm, by: By) -> Text:
    """交办: only what was approved."""
    incident = row.incident.current
    unit, team = assignee_of(by.officer, form.cleaned_data["to"], incident)
    if unit is None:
        raise Refused(_("未找到该单位。"))
    task = assign_task(
        proposal=row,
        unit=unit,
        team=team,
        task=form.cleaned_data["task"],
        due=form.cleaned_data["due"],
        material=form.cleaned_data["material"],
        **by.stamp,
    )
    return _("已交办%(unit)s。") % {"unit": assignee_name(task)}


@ButtonAct(TASK, Capability.SIGN)
def accept(task: Assignment, by: By, _posted: QueryDict) -> Text:
    """接办: the unit takes its task on."""
    accept_task(assignment=task, revision=by.revision, **by.stamp)
    return _("已签收。")


def _url(number: str) -> str:
    return reverse("console:proposal", args=[number])


def _incident(number: str) -> str:
    return part_url(number, "procedure")
