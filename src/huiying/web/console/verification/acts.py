"""Acts on a verification request: ask, confirm, return, ask again, withdraw, link."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.procedure.findings import ClaimKind
from huiying.web.console.shared.acts import (
    Outcome,
    Text,
    about,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm, post_line
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.last_change import last_change_of_docket
from huiying.web.console.verification.forms import AskForm, ServeForm
from huiying.web.shared.requests import OfficerRequest
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


INCIDENT = Target(
    row=incident_for,
    back=lambda incident: part_url(incident.number, "dockets"),
    about=about,
)

DOCKET = Target(
    row=verification_request_for,
    back=lambda docket: _url(docket.number),
    last_change=last_change_of_docket,
)


@Act(
    INCIDENT,
    Capability.VERIFY,
    title=_("提出核实"),
    lead=_("仅将该说法发送至所选单位，不含事件和帖文。"),
    safe=_("答复须由本局另一人复核后才生效。同一说法可以再问第二个单位。"),
    form=AskForm,
    options=lambda incident, request: {
        "units": [(unit.pk, unit.name) for unit in units_of(incident.bureau_id)],
        "posts": _posts(request, incident),
        "initial": {"unit": incident.lead_unit_id, "claim": request.GET.get("check", "")[:400]},
    },
    submit=_("请该单位核实"),
)
def ask_docket(incident: Incident, form: AskForm, by: By) -> Outcome:
    """提出核实: one claim of an incident, asked of one unit."""
    picked = [int(key) for key in form.cleaned_data.get("posts", [])]
    docket = ask_verification(
        incident=incident,
        claim=form.cleaned_data["claim"],
        kind=ClaimKind(form.cleaned_data["kind"]),
        unit=unit_for(by.officer, form.cleaned_data["unit"], to=Capability.VERIFY),
        post_ids=with_copies(incident, picked) if picked else (),
        **by.stamp,
    )
    sentence = _("已请%(unit)s核实（%(number)s）。") % {
        "unit": docket.unit.name,
        "number": docket.number,
    }
    return sentence, _url(docket.number)


@ButtonAct(DOCKET, Capability.CONFIRM_FINDING)
def confirm(docket: Docket, by: By, _posted: QueryDict) -> Text:
    """复核: the second pair of eyes."""
    confirm_finding(docket=docket, revision=by.revision, **by.stamp)
    return _("已复核。结论对所有关联的事件和帖文生效。")


@Act(
    DOCKET,
    Capability.CONFIRM_FINDING,
    title=_("退回重核"),
    lead=lambda docket: (
        _("退回后由%(unit)s重新核实，时限连续计算。") % {"unit": docket.unit.name}
    ),
    form=ReasonForm,
    submit=_("退回并写明理由"),
)
def send_back(docket: Docket, form: ReasonForm, by: By) -> Text:
    """退回: to the unit, with a reason; its time goes on."""
    return_finding(docket=docket, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已退回。")


@Act(
    DOCKET,
    Capability.CONFIRM_FINDING,
    title=_("重新核实"),
    lead=_("现有结论从此不再有效，新的时限开始；原结论留在核实单上。"),
    form=ReasonForm,
    submit=lambda docket: _("请%(unit)s重新核实") % {"unit": docket.unit.name},
    danger=True,
)
def again(docket: Docket, form: ReasonForm, by: By) -> Text:
    """重新核实: it expired, is contradicted, or its evidence fell away."""
    ask_again(docket=docket, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已请重新核实。引用原结论的回应稿要等新结论。")


@Act(
    DOCKET,
    Capability.VERIFY,
    title=_("撤销核实单"),
    lead=_("撤销后链接失效，时限撤销，记录保留。"),
    form=ReasonForm,
    submit=_("撤销这份核实单"),
    danger=True,
)
def withdraw(docket: Docket, form: ReasonForm, by: By) -> Text:
    """撤销: asked in error."""
    withdraw_verification(docket=docket, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已撤销。")


def _apply_options(docket: Docket, request: OfficerRequest) -> dict[str, object]:
    likely = suggested_incidents(docket)
    others = (
        incidents_in_sight(request.user)
        .exclude(pk__in=[*docket.serves.values_list("incident_id", flat=True)])
        .exclude(pk__in=[row.pk for row in likely])
        .exclude(stage__in=["MERGED", "DISMISSED"])
        .order_by("-opened_at")[:INCIDENTS]
    )
    words = _("可能 · %(number)s %(title)s")
    return {
        "incidents": [
            *(
                (row.number, words % {"number": row.number, "title": row.title})
                for row in likely
            ),
            *((row.number, f"{row.number} {row.title}") for row in others),
        ]
    }


@Act(
    DOCKET,
    Capability.VERIFY,
    title=_("结论适用于其他事件"),
    lead=lambda docket: docket.claim,
    safe=_("仅按该说法本身比对；与已关联事件相似不作为理由。"),
    form=ServeForm,
    options=_apply_options,
    submit=_("确认适用"),
)
def serve(docket: Docket, form: ServeForm, by: By) -> Text:
    """适用: the machine may suggest, an officer confirms each link."""
    apply_finding(
        docket=docket,
        incident=incident_for(by.officer, form.cleaned_data["incident"], to=Capability.VERIFY),
        **by.stamp,
    )
    return _("已关联。")


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


def _posts(request: OfficerRequest, incident: Incident) -> list[tuple[str, str]]:
    if not may(request.user, Capability.SEE_POSTS):
        return []
    groups = post_groups(incident.bureau_id, event_ids_of(incident), limit=POSTS)
    return [
        (str(group.post_id), post_line(group.copies, (group.title or group.text)[:80]))
        for group in groups
    ]


def _url(number: str) -> str:
    return reverse("console:docket", args=[number])
