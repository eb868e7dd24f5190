"""Acts of closing: close, request a waiver, sign or return it, reopen, leave closed."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.closing.gate import Condition
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    Text,
    about,
    carry_out,
)
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.closing.gate.access import reopen_proposal_for
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.gate.actions.reopen import decline_reopening, reopen_incident
from huiying.work.closing.gate.models import ReopenProposal
from huiying.work.closing.waivers.access import waiver_for
from huiying.work.closing.waivers.actions.waive import WAIVER_KIND, ask_waiver
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for

INCIDENT = Target(
    row=incident_for, back=lambda incident: _incident(incident.number), about=about
)

WAIVER = Target(row=waiver_for, back=lambda row: _waiver(row.number))

REOPEN_PROPOSAL = Target(row=reopen_proposal_for, back="console:desk")


@Act(
    INCIDENT,
    Capability.CLOSE,
    title=_("办结事件"),
    lead=_("提交后再次核对办结条件，有一项不满足即不予办结。"),
    safe=_("办结后记录保留，再次升温可重新办理。未完成的时限终止计时，已超时的仍计超时。"),
    form=forms.Form,
    submit=_("核对并办结"),
)
def close(incident: Incident, _form: forms.Form, by: By) -> Text:
    """办结: through the gate alone."""
    close_incident(incident=incident, revision=by.revision, **by.stamp)
    return _("事件已办结。")


@form_page
def waive(request: OfficerRequest, number: str, condition: str) -> HttpResponse:
    """请求豁免 of one condition: another person, a leader, signs it."""
    incident = incident_for(request.user, number, to=Capability.CLOSE)
    if condition not in set(Condition):
        raise Http404
    wanted = Condition(condition)
    text = ActText(
        title=_("请求豁免：%(condition)s") % {"condition": _(wanted.label)},
        lead=_("须由另一位领导签署。提出人及其代行人不得签署。"),
        safe=_("等级变更或事件重新办理的，豁免失效，须重新请求。"),
        submit=_("请领导豁免"),
        about=about(incident),
        back=_incident(number),
    )
    form = ReasonForm(request.POST or None)

    def perform() -> Outcome:
        row = ask_waiver(
            incident=incident,
            condition=wanted,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已请领导豁免（%(number)s）。") % {"number": row.number}, _waiver(row.number)

    return carry_out(request, form, text, incident.revision, perform)


grant = approve_act(WAIVER_KIND, WAIVER, Capability.APPROVE, done=_("已豁免这一条。"))
"""豁免: exactly what was on the screen."""

send_back = return_act(
    WAIVER_KIND,
    WAIVER,
    Capability.APPROVE,
    title=_("不予豁免"),
    lead=_("提出人可见理由。"),
    done=_("已退回，未豁免。"),
)
"""不予豁免, with a reason."""


@Act(
    INCIDENT,
    Capability.TRIAGE,
    title=_("重新办理事件"),
    lead=_("事件回到处置阶段。再次办结须有新的处置材料和新的公开回应。"),
    safe=_("原办结、豁免、时限和回应均保留；回应时限不延长。"),
    form=ReasonForm,
    submit=_("重新办理"),
)
def reopen(incident: Incident, form: ReasonForm, by: By) -> Text:
    """重新打开 a closed incident."""
    reopen_incident(incident=incident, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("事件已重新办理。")


@Act(
    REOPEN_PROPOSAL,
    Capability.TRIAGE,
    title=_("不重新办理"),
    lead=lambda row: (
        _("事件 %(number)s 仍为已办结；提及继续增加，系统会再提出一次。")
        % {"number": row.closing.incident.number}
    ),
    form=ReasonForm,
    submit=_("保持办结"),
)
def decline(row: ReopenProposal, form: ReasonForm, by: By) -> Text:
    """不重新打开: the machine's proposal is put aside, with a reason."""
    decline_reopening(proposal=row, **form.cleaned_data, **by.stamp)
    return _("已记下，事件保持办结。")


def _incident(number: str) -> str:
    return part_url(number, "closing")


def _waiver(number: str) -> str:
    return reverse("console:waiver", args=[number])
