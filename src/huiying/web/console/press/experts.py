"""专家解读: experts listed by their own consent, and their interpretations.

In:   requests of officers who see all matters; OUTREACH to act.    Out:  list and acts.
Cost: two queries.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.press.forms import ExpertForm, ExplainedForm
from huiying.web.console.press.rows import incident_choices
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    act_button,
    carry_out,
    redirect_done,
    redirect_refused,
)
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.responses.press.access import expert_for
from huiying.work.responses.press.actions.manage_experts import (
    list_expert,
    record_interpretation,
    remove_expert,
)
from huiying.work.responses.press.models import Expert
from huiying.work.responses.press.queries import experts_of, interpretations_of

SEES = (Capability.SEE_POSTS, Capability.READ_RECORD)
TO, SHOWN = Capability.OUTREACH, 50


@require_GET
def expert_list(request: OfficerRequest) -> HttpResponse:
    """The roster of those who speak publicly, and what they said."""
    require(request.user, *SEES)
    officer = request.user
    url = reverse("console:expert-add")
    context = {
        "experts": [_expert(row, officer) for row in experts_of(officer.bureau_id)],
        "said": [
            {
                "topic": row.topic,
                "field": row.expert.field,
                "name": row.expert.name,
                "outlet": row.outlet,
                "at": row.at,
                "link": row.link,
                "summary": row.summary,
                "incident": row.incident.number,
                "incident_url": reverse("console:incident", args=[row.incident.number]),
            }
            for row in interpretations_of(officer.bureau_id)[:SHOWN]
        ],
        "acts": [act_button(_("列入专家…"), url, "ask", main=True)] if may(officer, TO) else [],
        "tab": "experts",
    }
    return render(request, "console/press/experts.html", context)


def _expert(row: Expert, officer: Officer) -> dict[str, Any]:
    explained_url = reverse("console:expert-explained", args=[row.pk])
    leave_url = reverse("console:expert-leave", args=[row.pk])
    acts = []
    if may(officer, TO):
        acts = [
            act_button(_("登记解读…"), explained_url, "ask"),
            act_button(_("本人退出"), leave_url, "post"),
        ]
    return {
        "name": row.name,
        "field": row.field,
        "institution": row.institution,
        "consented_on": row.consented_on,
        "consent": row.consent,
        "acts": acts,
    }


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """列入专家, by own consent."""
    require(request.user, TO)
    asked = ActText(
        title=_("列入专家名单"),
        lead=_("名单上是愿意公开讲解的人：本人同意才列名，随时可以退出。"),
        safe=_("只记公开使用的姓名、专业和机构；不记联系方式，不评价人。"),
        submit=_("按本人同意列名"),
        back=reverse("console:experts"),
    )
    form = ExpertForm(request.POST or None)

    def deed() -> Outcome:
        list_expert(listed=form.listed(), officer=request.user, now=clock.now())
        return _("已列入名单。"), reverse("console:experts")

    return carry_out(request, form, asked, 0, deed)


@require_POST
def leave(request: OfficerRequest, pk: int) -> HttpResponse:
    """本人退出: from now on he is on no list."""
    expert = expert_for(request.user, pk, to=TO)
    back = reverse("console:experts")
    try:
        remove_expert(expert=expert, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, back)
    return redirect_done(request, _("已按本人意愿移出名单。"), back)


@form_page
def explained(request: OfficerRequest, pk: int) -> HttpResponse:
    """登记专家解读 of an incident."""
    expert = expert_for(request.user, pk, to=TO)
    asked = ActText(
        title=_("登记专家解读"),
        lead=_("%(field)s · %(institution)s")
        % {"field": expert.field, "institution": expert.institution},
        safe=_("登记的是已经公开的讲解；专家讲自己的判断，不代替本局的回应。"),
        submit=_("登记这次解读"),
        back=reverse("console:experts"),
    )
    form = ExplainedForm(
        request.POST or None,
        incidents=incident_choices(request.user),
        initial={"at": clock.now().astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")},
    )

    def deed() -> Outcome:
        record_interpretation(
            expert=expert,
            incident=incident_for(request.user, form.cleaned_data["incident"], to=TO),
            explained=form.explained(),
            officer=request.user,
            now=clock.now(),
        )
        return _("已登记解读。"), reverse("console:experts")

    return carry_out(request, form, asked, 0, deed)
