"""回避: recuse oneself or another officer from an incident, and end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import persons_behind
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    act_button,
    carry_out,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.shared.recusal_form import RecusalForm
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.numbers import numbered
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import recusal_for
from huiying.work.incidents.recusals.actions.recuse import end_recusal
from huiying.work.incidents.recusals.actions.recuse import recuse as recuse_from
from huiying.work.incidents.recusals.queries import active_recusals


@form_page
def recuse(request: OfficerRequest, number: str) -> HttpResponse:
    """Keep out oneself; the leading group may keep somebody else out."""
    incident = incident_for(request.user, number, to=Capability.SEE_INCIDENTS)
    people: list[Officer] = [request.user]
    if may(request.user, Capability.RECUSE):
        people = list(officers_of(incident.bureau_id).filter(is_active=True))
    text = ActText(
        title=_("回避：%(number)s") % {"number": numbered("incident", number)},
        submit=_("登记回避"),
        lead=_("回避人员可查看本事件，不可办理；理由记入审计记录。"),
        safe=_("只有组长、副组长能解除，自己的回避自己不能解除。"),
        back=_url(number),
    )
    form = RecusalForm(request.POST or None, people=people, initial={"who": request.user.pk})

    def perform() -> Outcome:
        who = next(row for row in people if row.pk == form.cleaned_data["who"])
        recuse_from(
            incident=incident,
            who=who,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("%(name)s已回避。") % {"name": who.name}, _url(number)

    return carry_out(request, form, text, incident.revision, perform)


@form_page
def end(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    """Let somebody act on the incident again."""
    incident = incident_for(request.user, number, to=Capability.SEE_INCIDENTS)
    recusal = recusal_for(request.user, incident, pk, to=Capability.RECUSE)
    text = ActText(
        title=_("解除%(name)s的回避") % {"name": recusal.officer.name},
        submit=_("解除回避"),
        lead=_("登记的理由：%(reason)s") % {"reason": recusal.reason},
        safe=_("解除后可重新办理本事件；原登记保留在审计记录中。"),
        back=_url(number),
        danger=True,
    )
    if request.method != "POST":
        return show_form(request, None, text, incident.revision)
    try:
        end_recusal(recusal=recusal, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, _url(number))
    return redirect_done(request, _("已解除回避。"), _url(number))


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """Who keeps out of an incident."""

    id: int
    name: str
    reason: str
    by: str  # who registered it
    at: datetime
    mine: bool
    inherited: bool  # the reader stands in for this person, and keeps out too
    act: ActButton | None


def recusal_rows(reading: IncidentReading, officer: Officer) -> list[RecusalRow]:
    """Return who keeps out of the incident, for its page."""
    decides, behind = may(officer, Capability.RECUSE), persons_behind(officer)
    return [
        RecusalRow(
            id=row.pk,
            name=row.officer.name,
            reason=row.reason,
            by=row.by.name,
            at=row.at,
            mine=row.officer_id == officer.pk,
            inherited=row.officer_id in behind and row.officer_id != officer.pk,
            act=act_button(_("解除…"), "console:recusal-end", row.incident.number, row.pk)
            if decides and row.officer_id not in behind
            else None,
        )
        for row in reading.family_rows("recusals", active_recusals)
    ]


def _url(number: str) -> str:
    return reverse("console:incident", args=[number])
