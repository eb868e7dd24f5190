"""Acts of closing: close, request a waiver, sign or return it, reopen, leave closed.

In:   requests of CLOSE (close, ask), APPROVE (sign, return), TRIAGE (reopen or not).
Out:  the act, or why it was not done.
Cost: one action each.
"""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.closing.gate import Condition
from huiying.policy.core.hashing import hash_of_content
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    about,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.forms import ReasonForm, SeenForm
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.closing.core.waivers import waiver_content
from huiying.work.closing.gate.access import reopen_proposal_for
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.gate.actions.reopen import decline_reopening, reopen_incident
from huiying.work.closing.waivers.access import waiver_for
from huiying.work.closing.waivers.actions.waive import ask_waiver, decide_waiver
from huiying.work.incidents.incidents.access import incident_for


@form_page
def close(request: OfficerRequest, number: str) -> HttpResponse:
    """办结: through the gate alone."""
    incident = incident_for(request.user, number, to=Capability.CLOSE)
    asked = ActText(
        title=_("办结事件"),
        lead=_("系统再核对一遍办结条件，缺一项都不办结。"),
        safe=_(
            "办结后记录都留着；再起波澜时可以重新打开。还在走的时钟停下，已超时的仍算超时。"
        ),
        submit=_("核对并办结"),
        about=about(incident),
        back=_incident(number),
    )
    form = forms.Form(request.POST or None)

    def deed() -> Outcome:
        close_incident(
            incident=incident,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("事件已办结。"), _incident(number)

    return carry_out(request, form, asked, incident.revision, deed)


@form_page
def waive(request: OfficerRequest, number: str, condition: str) -> HttpResponse:
    """请求豁免 of one condition: another person, a leader, signs it."""
    incident = incident_for(request.user, number, to=Capability.CLOSE)
    if condition not in set(Condition):
        raise Http404
    wanted = Condition(condition)
    asked = ActText(
        title=_("请求豁免：%(condition)s") % {"condition": _(wanted.label)},
        lead=_("须由另一位领导签署。提出的人不能签，代行其职责的人也不能签。"),
        safe=_("等级有变或事件重新打开，豁免即失效，须重新请求。"),
        submit=_("请领导豁免"),
        about=about(incident),
        back=_incident(number),
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        row = ask_waiver(
            incident=incident,
            condition=wanted,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已请领导豁免（%(number)s）。") % {"number": row.number}, _waiver(row.number)

    return carry_out(request, form, asked, incident.revision, deed)


@require_POST
def grant(request: OfficerRequest, number: str) -> HttpResponse:
    """豁免: exactly what was on the screen."""
    row = waiver_for(request.user, number, to=Capability.APPROVE)
    try:
        decide_waiver(
            waiver=row,
            approve=True,
            reason="",
            seen_hash=request.POST.get("hash", ""),
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, _waiver(number))
    return redirect_done(request, _("已豁免这一条。"), _waiver(number))


@form_page
def send_back(request: OfficerRequest, number: str) -> HttpResponse:
    """不予豁免, with a reason."""
    row = waiver_for(request.user, number, to=Capability.APPROVE)
    asked = ActText(
        title=_("不予豁免"),
        lead=_("提出的人会看到你写的理由。"),
        submit=_("退回并写明理由"),
        back=_waiver(number),
    )
    form = SeenForm(
        request.POST or None, initial={"hash": hash_of_content(waiver_content(row))}
    )

    def deed() -> Outcome:
        decide_waiver(
            waiver=row,
            approve=False,
            reason=form.cleaned_data["reason"],
            seen_hash=form.cleaned_data["hash"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已退回，没有豁免。"), _waiver(number)

    return carry_out(request, form, asked, 0, deed)


@form_page
def reopen(request: OfficerRequest, number: str) -> HttpResponse:
    """重新打开 a closed incident."""
    incident = incident_for(request.user, number, to=Capability.TRIAGE)
    asked = ActText(
        title=_("重新打开事件"),
        lead=_("事件回到处置阶段。再次办结须有新的处置材料和新的公开回应。"),
        safe=_("原来的办结、豁免、时钟和回应都保留；回应时限不会延长。"),
        submit=_("重新打开"),
        about=about(incident),
        back=_incident(number),
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        reopen_incident(
            incident=incident,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("事件已重新打开。"), _incident(number)

    return carry_out(request, form, asked, incident.revision, deed)


@form_page
def decline(request: OfficerRequest, pk: int) -> HttpResponse:
    """不重新打开: the machine's proposal is put aside, with a reason."""
    row = reopen_proposal_for(request.user, pk, to=Capability.TRIAGE)
    number = row.closing.incident.number
    asked = ActText(
        title=_("不重新打开"),
        lead=_("事件 %(number)s 仍为已办结；提及继续增加，系统会再提出一次。")
        % {"number": number},
        submit=_("保持办结"),
        back=reverse("console:desk"),
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        decline_reopening(
            proposal=row,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已记下，事件保持办结。"), reverse("console:desk")

    return carry_out(request, form, asked, 0, deed)


def _incident(number: str) -> str:
    return f"{reverse('console:incident', args=[number])}#closing"


def _waiver(number: str) -> str:
    return reverse("console:waiver", args=[number])
