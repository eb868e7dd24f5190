"""专家解读: experts listed by their own consent, and their interpretations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.press.forms import ExpertForm, ExplainedForm
from huiying.web.console.press.rows import incident_choices
from huiying.web.console.shared.acts import (
    Text,
    act_button,
)
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest
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


@dataclass(frozen=True, slots=True)
class InterpretationRow:
    """What an expert explained in public, and of which incident."""

    topic: str
    field: str
    name: str
    outlet: str
    at: datetime
    link: str
    summary: str
    incident: str
    incident_url: str


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """An expert on the list, by own consent."""

    name: str
    field: str
    institution: str
    consented_on: date
    consent: str
    acts: list[ActButton]


@require_GET
def expert_list(request: OfficerRequest) -> HttpResponse:
    """The roster of those who speak publicly, and what they said."""
    require(request.user, *SEES)
    officer = request.user
    url = reverse("console:expert-add")
    context = {
        "experts": [_expert(row, officer) for row in experts_of(officer.bureau_id)],
        "interpretations": [
            InterpretationRow(
                topic=row.topic,
                field=row.expert.field,
                name=row.expert.name,
                outlet=row.outlet,
                at=row.at,
                link=row.link,
                summary=row.summary,
                incident=row.incident.number,
                incident_url=reverse("console:incident", args=[row.incident.number]),
            )
            for row in interpretations_of(officer.bureau_id)[:SHOWN]
        ],
        "acts": [act_button(_("列入专家…"), url, main=True)] if may(officer, TO) else [],
        "tab": "experts",
    }
    return render(request, "console/press/experts.html", context)


def _expert(row: Expert, officer: Officer) -> ExpertRow:
    acts = []
    if may(officer, TO):
        acts = [
            act_button(_("登记解读…"), "console:expert-explained", row.pk),
            act_button(_("本人退出"), "console:expert-leave", row.pk, method="post"),
        ]
    return ExpertRow(
        name=row.name,
        field=row.field,
        institution=row.institution,
        consented_on=row.consented_on,
        consent=row.consent,
        acts=acts,
    )


BUREAU = Target(row=own_bureau, back="console:experts")

EXPERT = Target(row=expert_for, back="console:experts")


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("列入专家名单"),
    lead=gettext_lazy("名单上是愿意公开讲解的人：本人同意才列名，随时可以退出。"),
    safe=gettext_lazy("只记公开使用的姓名、专业和机构；不记联系方式，不评价个人。"),
    form=ExpertForm,
    submit=gettext_lazy("按本人同意列名"),
)
def add(_bureau: Bureau, form: ExpertForm, by: By) -> Text:
    """列入专家, by own consent."""
    list_expert(listed=form.listed(), **by.stamp)
    return _("已列入名单。")


@ButtonAct(EXPERT, TO)
def leave(expert: Expert, by: By, _posted: QueryDict) -> Text:
    """本人退出: from now on he is on no list."""
    remove_expert(expert=expert, **by.stamp)
    return _("已按本人意愿移出名单。")


@Act(
    EXPERT,
    TO,
    title=gettext_lazy("登记专家解读"),
    lead=lambda expert: (
        gettext_lazy("%(field)s · %(institution)s")
        % {"field": expert.field, "institution": expert.institution}
    ),
    safe=gettext_lazy("登记已公开的讲解；专家表述个人判断，不代替本局回应。"),
    form=ExplainedForm,
    options=lambda _expert, request: {
        "incidents": incident_choices(request.user),
        "initial": {"at": clock.now().astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")},
    },
    submit=gettext_lazy("登记这次解读"),
)
def explained(expert: Expert, form: ExplainedForm, by: By) -> Text:
    """登记专家解读 of an incident."""
    record_interpretation(
        expert=expert,
        incident=incident_for(by.officer, form.cleaned_data["incident"], to=TO),
        explained=form.explained(),
        **by.stamp,
    )
    return _("已登记解读。")
