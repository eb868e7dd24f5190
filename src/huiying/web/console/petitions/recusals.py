"""回避: recuse oneself or another officer from a petition, and end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import persons_behind
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.petitions.targets import petition_in_sight, petition_url
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    act_button,
    carry_out,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.recusal_form import RecusalForm
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.recusals.access import petition_recusal_for
from huiying.work.petitions.recusals.actions.recuse import (
    end_petition_recusal,
    recuse_from_petition,
)
from huiying.work.petitions.recusals.queries import recusals_of


@form_page
def recuse(request: OfficerRequest, number: str) -> HttpResponse:
    """Keep out oneself; the leading group may keep somebody else out."""
    petition, officer = petition_in_sight(request.user, number), request.user
    people: list[Officer] = [officer]
    if may(officer, Capability.RECUSE):
        people = list(officers_of(petition.bureau_id).filter(is_active=True))
    text = ActText(
        title=_("回避信访事项 %(number)s") % {"number": number},
        submit=_("登记回避"),
        lead=_("回避人员不再看到该信访事项，也不可办理；理由记入审计记录。"),
        safe=_("只有组长、副组长能解除，自己的回避自己不能解除。"),
        back=petition_url(petition),
    )
    form = RecusalForm(request.POST or None, people=people, initial={"who": officer.pk})

    def perform() -> Outcome:
        who = next(row for row in people if row.pk == form.cleaned_data["who"])
        recuse_from_petition(
            petition=petition,
            who=who,
            reason=form.cleaned_data["reason"],
            officer=officer,
            now=clock.now(),
        )
        own = who.pk == officer.pk
        done = _("%(name)s已回避。") % {"name": who.name}
        return done, "console:petitions" if own else petition_url(petition)

    return carry_out(request, form, text, petition.revision, perform)


@form_page
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let somebody handle the petition again."""
    recusal = petition_recusal_for(request.user, pk, to=Capability.RECUSE)
    back = petition_url(recusal.petition)
    text = ActText(
        title=_("解除%(name)s的回避") % {"name": recusal.officer.name},
        submit=_("解除回避"),
        lead=_("登记的理由：%(reason)s") % {"reason": recusal.reason},
        safe=_("解除后可重新查看和办理该信访事项；原登记保留在审计记录中。"),
        back=back,
        danger=True,
    )
    if request.method != "POST":
        return show_form(request, None, text, recusal.petition.revision)
    try:
        end_petition_recusal(recusal=recusal, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("已解除回避。"), back)


@dataclass(frozen=True, slots=True)
class PetitionRecusalRow:
    """Who keeps out of a petition; by: who registered it."""

    name: str
    reason: str
    by: str
    at: datetime
    act: ActButton | None


def recusal_rows(petition: Petition, officer: Officer) -> list[PetitionRecusalRow]:
    """Return who keeps out of a petition, for the bureau; one query."""
    if not may(officer, Capability.SEE_PETITIONS):
        return []
    decides, behind = may(officer, Capability.RECUSE), persons_behind(officer)
    return [
        PetitionRecusalRow(
            name=row.officer.name,
            reason=row.reason,
            by=row.by.name,
            at=row.at,
            act=act_button(_("解除…"), "console:petition-recusal-end", row.pk)
            if decides and row.officer_id not in behind
            else None,
        )
        for row in recusals_of(petition)
    ]
