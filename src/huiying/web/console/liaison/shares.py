"""分享: the shares of an incident with an agency, and its submissions.

In:   requests of officers who see all matters; LIAISE to act.    Out:  page and acts.
Cost: a constant number of queries.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.liaison.forms import ShareForm
from huiying.web.console.liaison.rows import lead_row, share_row
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    about,
    act_button,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.web.shared.time_words import as_of_words
from huiying.work.casework.liaison.access import lead_for, share_for
from huiying.work.casework.liaison.actions.share_facts import revoke_share, share_facts
from huiying.work.casework.liaison.actions.take_lead import reject_lead, take_lead
from huiying.work.casework.liaison.models import Share, ShareState
from huiying.work.casework.liaison.queries import agencies_of, share_intact
from huiying.work.incidents.incidents.access import incident_for

TO = Capability.LIAISE


@form_page
def start(request: OfficerRequest, number: str) -> HttpResponse:
    """分享给外单位: the facts are frozen as they stand, and a link goes out."""
    incident = incident_for(request.user, number, to=TO)
    asked = ActText(
        title=_("分享给外单位"),
        lead=_("对方看到：事件名称、帖文数、口径、已复核的核实结论。看不到帖文、等级和人。"),
        safe=_("内容按现在冻结并记下哈希；链接 14 天内有效，随时可以收回。"),
        submit=_("分享并发出链接"),
        about=about(incident),
        back=f"{reverse('console:incident', args=[number])}#shares",
    )
    units = [(unit.pk, unit.name) for unit in agencies_of(incident.bureau_id)]
    form = ShareForm(request.POST or None, units=units)

    def deed() -> Outcome:
        share = share_facts(
            incident=incident,
            unit=unit_for(request.user, form.cleaned_data["unit"], to=TO),
            purpose=form.cleaned_data["purpose"],
            officer=request.user,
            now=clock.now(),
        )
        words = {"unit": share.unit.name, "number": share.number}
        return _("已分享给%(unit)s（%(number)s），链接正在发出。") % words, _url(share.number)

    return carry_out(request, form, asked, incident.revision, deed)


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One share: the frozen facts, who looked how often, what came back."""
    share = share_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer = request.user
    leads = share.leads.select_related("decided_by")
    context = {
        "share": share_row(share, clock.now()),
        "content": share.content,
        "as_of": as_of_words(share.content),
        "hash": share.content_hash,
        "intact": share_intact(share),
        "ends_at": share.ends_at,
        "first_opened_at": share.first_opened_at,
        "reason": share.reason,
        "leads": [lead_row(lead, officer) for lead in leads],
        "acts": _acts(share, officer),
    }
    return render(request, "console/liaison/share.html", context)


def _acts(share: Share, officer: Officer) -> list[ActButton]:
    if share.state != ShareState.OPEN or not may(officer, TO):
        return []
    return [act_button(_("收回…"), reverse("console:share-revoke", args=[share.number]), "ask")]


@form_page
def revoke(request: OfficerRequest, number: str) -> HttpResponse:
    """收回: the links end; what was handed in stays."""
    share = share_for(request.user, number, to=TO)
    asked = ActText(
        title=_("收回分享"),
        lead=_("收回后链接打不开，没发出的消息不再发。"),
        safe=_("已经交来的线索和登记都保留。"),
        submit=_("收回 %(number)s") % {"number": number},
        back=_url(number),
        danger=True,
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        revoke_share(
            share=share,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已收回。"), _url(number)

    return carry_out(request, form, asked, 0, deed)


@require_POST
def take(request: OfficerRequest, number: str) -> HttpResponse:
    """录入: the lead becomes a post of the bureau's own source, without an author."""
    lead = lead_for(request.user, number, to=TO)
    back = _url(lead.share.number)
    try:
        take_lead(lead=lead, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("已录入为人工帖文，几秒后归组。"), back)


@form_page
def aside(request: OfficerRequest, number: str) -> HttpResponse:
    """不采用, with a reason."""
    lead = lead_for(request.user, number, to=TO)
    back = _url(lead.share.number)
    asked = ActText(
        title=_("不采用这条线索"),
        lead=lead.text[:200],
        safe=_("线索和理由都留在登记里。"),
        submit=_("不采用并写明理由"),
        back=back,
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        reject_lead(
            lead=lead,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已记为不采用。"), back

    return carry_out(request, form, asked, 0, deed)


def _url(number: str) -> str:
    return reverse("console:share", args=[number])
