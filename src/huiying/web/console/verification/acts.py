"""Acts on a verification request: ask, confirm, return, ask again, withdraw, link.

In:   requests of officers with VERIFY or CONFIRM_FINDING.    Out:  the act, or why not.
Cost: one action each.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.procedure.findings import ClaimKind
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    about,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.forms import ReasonForm, post_line
from huiying.web.console.shared.last_change import last_change_of_docket
from huiying.web.console.verification.forms import AskForm, ServeForm
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.casework.verification.access import verification_request_for
from huiying.work.casework.verification.actions.apply_finding import (
    apply_finding,
    unapply_finding,
)
from huiying.work.casework.verification.actions.ask_verification import ask_verification
from huiying.work.casework.verification.actions.confirm_finding import (
    ask_again,
    confirm_finding,
    return_finding,
    withdraw_verification,
)
from huiying.work.casework.verification.models import Docket
from huiying.work.casework.verification.suggestions import suggested_incidents
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.incidents.queries import incidents_in_sight, with_copies
from huiying.work.incidents.placements.queries import post_groups

POSTS, INCIDENTS = 30, 100


@form_page
def ask_docket(request: OfficerRequest, number: str) -> HttpResponse:
    """提出核实: one claim of an incident, asked of one unit."""
    incident = incident_for(request.user, number, to=Capability.VERIFY)
    asked = ActText(
        title=_("提出核实"),
        lead=_("只把这个说法发给所选单位；它看不到事件和帖文。"),
        safe=_("答复须由本局另一人复核后才生效。同一说法可以再问第二个单位。"),
        submit=_("请该单位核实"),
        about=about(incident),
        back=f"{reverse('console:incident', args=[number])}#dockets",
    )
    form = AskForm(
        request.POST or None,
        units=[(unit.pk, unit.name) for unit in units_of(incident.bureau_id)],
        posts=_posts(request, incident),
        initial={"unit": incident.lead_unit_id, "claim": request.GET.get("check", "")[:400]},
    )

    def deed() -> Outcome:
        picked = [int(key) for key in form.cleaned_data.get("posts", [])]
        docket = ask_verification(
            incident=incident,
            claim=form.cleaned_data["claim"],
            kind=ClaimKind(form.cleaned_data["kind"]),
            unit=unit_for(request.user, form.cleaned_data["unit"], to=Capability.VERIFY),
            officer=request.user,
            now=clock.now(),
            post_ids=with_copies(incident, picked) if picked else (),
        )
        sentence = _("已请%(unit)s核实（%(number)s）。") % {
            "unit": docket.unit.name,
            "number": docket.number,
        }
        return sentence, _url(docket.number)

    return carry_out(request, form, asked, incident.revision, deed)


@require_POST
def confirm(request: OfficerRequest, number: str) -> HttpResponse:
    """复核: the second pair of eyes."""
    docket = verification_request_for(request.user, number, to=Capability.CONFIRM_FINDING)
    try:
        confirm_finding(
            docket=docket,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
    except Refused as error:
        return redirect_refused(request, error, _url(number))
    return redirect_done(request, _("已复核。结论对所有关联的事件和帖文生效。"), _url(number))


@form_page
def send_back(request: OfficerRequest, number: str) -> HttpResponse:
    """退回: to the unit, with a reason; its time goes on."""
    docket = verification_request_for(request.user, number, to=Capability.CONFIRM_FINDING)
    asked = ActText(
        title=_("退回重核"),
        lead=_("退回后由%(unit)s重新核实，时限不停。") % {"unit": docket.unit.name},
        submit=_("退回并写明理由"),
        back=_url(number),
    )

    def deed(reason: str) -> str:
        return_finding(
            docket=docket,
            reason=reason,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已退回。")

    return _with_reason(request, docket, asked, deed)


@form_page
def again(request: OfficerRequest, number: str) -> HttpResponse:
    """重新核实: it expired, is contradicted, or its evidence fell away."""
    docket = verification_request_for(request.user, number, to=Capability.CONFIRM_FINDING)
    asked = ActText(
        title=_("重新核实"),
        lead=_("现有结论从此不再有效，新的时限开始；原结论留在核实单上。"),
        submit=_("请%(unit)s重新核实") % {"unit": docket.unit.name},
        back=_url(number),
        danger=True,
    )

    def deed(reason: str) -> str:
        ask_again(
            docket=docket,
            reason=reason,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已请重新核实。引用原结论的回应稿要等新结论。")

    return _with_reason(request, docket, asked, deed)


@form_page
def withdraw(request: OfficerRequest, number: str) -> HttpResponse:
    """撤销: asked in error."""
    docket = verification_request_for(request.user, number, to=Capability.VERIFY)
    asked = ActText(
        title=_("撤销核实单"),
        lead=_("撤销后链接失效，时钟撤下；记录保留。"),
        submit=_("撤销这份核实单"),
        back=_url(number),
        danger=True,
    )

    def deed(reason: str) -> str:
        withdraw_verification(
            docket=docket,
            reason=reason,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已撤销。")

    return _with_reason(request, docket, asked, deed)


@form_page
def serve(request: OfficerRequest, number: str) -> HttpResponse:
    """适用: the machine may suggest, an officer confirms each link."""
    docket = verification_request_for(request.user, number, to=Capability.VERIFY)
    asked = ActText(
        title=_("结论也适用于另一事件"),
        lead=docket.claim,
        safe=_("只按这个说法本身比对；与已关联事件相似，不算理由。"),
        submit=_("确认适用"),
        back=_url(number),
    )
    likely = suggested_incidents(docket)
    others = (
        incidents_in_sight(request.user)
        .exclude(pk__in=[*docket.serves.values_list("incident_id", flat=True)])
        .exclude(pk__in=[row.pk for row in likely])
        .exclude(stage__in=["MERGED", "DISMISSED"])
        .order_by("-opened_at")[:INCIDENTS]
    )
    choices = [
        *((row.number, _("可能 · %(number)s %(title)s") % _names(row)) for row in likely),
        *((row.number, f"{row.number} {row.title}") for row in others),
    ]
    form = ServeForm(request.POST or None, incidents=choices)

    def deed() -> Outcome:
        apply_finding(
            docket=docket,
            incident=incident_for(
                request.user, form.cleaned_data["incident"], to=Capability.VERIFY
            ),
            officer=request.user,
            now=clock.now(),
        )
        return _("已关联。"), _url(number)

    return carry_out(
        request, form, asked, docket.revision, deed, last_change=last_change_of_docket(docket)
    )


@require_POST
def unserve(request: OfficerRequest, number: str, other: str) -> HttpResponse:
    """Take a link back."""
    docket = verification_request_for(request.user, number, to=Capability.VERIFY)
    try:
        unapply_finding(
            docket=docket,
            incident=incident_for(request.user, other, to=Capability.VERIFY),
            officer=request.user,
            now=clock.now(),
        )
    except Refused as error:
        return redirect_refused(request, error, _url(number))
    return redirect_done(request, _("已取消关联。"), _url(number))


def _with_reason(
    request: OfficerRequest, docket: Docket, asked: ActText, act: Callable[[str], str]
) -> HttpResponse:
    """Carry out an act that asks for a reason alone."""
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        return act(form.cleaned_data["reason"]), _url(docket.number)

    late = last_change_of_docket(docket)
    return carry_out(request, form, asked, docket.revision, deed, last_change=late)


def _posts(request: OfficerRequest, incident: Incident) -> list[tuple[str, str]]:
    if not may(request.user, Capability.SEE_POSTS):
        return []
    groups = post_groups(incident.bureau_id, event_ids_of(incident), limit=POSTS)
    return [
        (str(group.post_id), post_line(group.copies, (group.title or group.text)[:80]))
        for group in groups
    ]


def _names(incident: Incident) -> dict[str, str]:
    return {"number": incident.number, "title": incident.title}


def _url(number: str) -> str:
    return reverse("console:docket", args=[number])
