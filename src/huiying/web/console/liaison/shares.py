"""分享: the shares of an incident with an agency, and its submissions."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.web.console.liaison.forms import ShareForm
from huiying.web.console.liaison.rows import lead_row, share_row
from huiying.web.console.shared.acts import (
    Outcome,
    Text,
    about,
    act_button,
)
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.time_words import as_of_words
from huiying.work.casework.liaison.access import lead_for, share_for
from huiying.work.casework.liaison.actions.share_facts import revoke_share, share_facts
from huiying.work.casework.liaison.actions.take_lead import reject_lead, take_lead
from huiying.work.casework.liaison.models import Lead, Share, ShareState
from huiying.work.casework.liaison.queries import agencies_of, share_intact
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for

TO = Capability.LIAISE


INCIDENT = Target(
    row=incident_for,
    back=lambda incident: f"{reverse('console:incident', args=[incident.number])}#shares",
    about=about,
)

SHARE = Target(row=share_for, back=lambda share: _url(share.number))

LEAD = Target(row=lead_for, back=lambda lead: _url(lead.share.number))


@Act(
    INCIDENT,
    TO,
    title=gettext_lazy("共享给外单位"),
    lead=gettext_lazy(
        "对方可见：事件名称、帖文数、口径、已审核的核实结论。不可见帖文、等级和人员。"
    ),
    safe=gettext_lazy("内容按当前状态固定并记录校验值；链接 14 天内有效，可随时收回。"),
    form=ShareForm,
    options=lambda incident, _request: {
        "units": [(unit.pk, unit.name) for unit in agencies_of(incident.bureau_id)]
    },
    submit=gettext_lazy("共享并发送链接"),
)
def start(incident: Incident, form: ShareForm, by: By) -> Outcome:
    """分享给外单位: the facts are frozen as they stand, and a link goes out."""
    share = share_facts(
        incident=incident,
        unit=unit_for(by.officer, form.cleaned_data["unit"], to=TO),
        purpose=form.cleaned_data["purpose"],
        **by.stamp,
    )
    words = {"unit": share.unit.name, "number": share.number}
    return _("已共享给%(unit)s（%(number)s），链接发送中。") % words, _url(share.number)


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
    return [act_button(_("收回…"), "console:share-revoke", share.number)]


@Act(
    SHARE,
    TO,
    title=gettext_lazy("收回共享"),
    lead=gettext_lazy("收回后链接失效，未发送的消息不再发送。"),
    safe=gettext_lazy("已经交来的线索和登记都保留。"),
    form=ReasonForm,
    submit=lambda share: gettext_lazy("收回 %(number)s") % {"number": share.number},
    danger=True,
)
def revoke(share: Share, form: ReasonForm, by: By) -> Text:
    """收回: the links end; what was handed in stays."""
    revoke_share(share=share, **form.cleaned_data, **by.stamp)
    return _("已收回。")


@ButtonAct(LEAD, TO)
def take(lead: Lead, by: By, _posted: QueryDict) -> Text:
    """录入: the lead becomes a post of the bureau's own source, without an author."""
    take_lead(lead=lead, **by.stamp)
    return _("已录入为人工帖文，几秒后归组。")


@Act(
    LEAD,
    TO,
    title=gettext_lazy("不采用该线索"),
    lead=lambda lead: lead.text[:200],
    safe=gettext_lazy("线索和理由都留在登记里。"),
    form=ReasonForm,
    submit=gettext_lazy("登记不采用"),
)
def aside(lead: Lead, form: ReasonForm, by: By) -> Text:
    """不采用, with a reason."""
    reject_lead(lead=lead, **form.cleaned_data, **by.stamp)
    return _("已登记不采用。")


def _url(number: str) -> str:
    return reverse("console:share", args=[number])
