"""培训: what was learned, and which version of the rule book came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.rulebook.queries import versions_of
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.liaison.forms import TrainingForm
from huiying.web.console.shared.acts import Text, act_button
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.liaison.actions.record_training import record_training
from huiying.work.casework.liaison.queries import leads_waiting, trainings_of

PAGE, VERSIONS = 30, 20
SEES = (Capability.SEE_POSTS, Capability.READ_RECORD)


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training, and the version of the rules that came of it ("" = none)."""

    held_on: date
    topic: str
    given_by: str
    attended: str
    people: int
    learned: str
    version: str
    version_url: str
    changed: str


@require_GET
def training_list(request: OfficerRequest) -> HttpResponse:
    """Every training, newest first."""
    require(request.user, *SEES)
    officer = request.user
    page = Paginator(trainings_of(officer.bureau_id), PAGE).get_page(request.GET.get("page"))
    may_act = may(officer, Capability.LIAISE)
    add_url = reverse("console:training-add")
    sees_rules = may(officer, Capability.SEE_RULES)
    context = {
        "rows": [
            TrainingRow(
                held_on=row.held_on,
                topic=row.topic,
                given_by=row.given_by,
                attended=row.attended,
                people=row.people,
                learned=row.learned,
                version=str(row.rules.version) if row.rules else "",
                version_url=reverse("console:rules-version", args=[row.rules_id])
                if row.rules and sees_rules
                else "",
                changed=row.changed,
            )
            for row in page
        ],
        "page_obj": page,
        "acts": [act_button(_("登记培训…"), add_url, main=True)] if may_act else [],
        "leads": leads_waiting(officer.bureau_id).count(),
        "tab": "trainings",
    }
    return render(request, "console/liaison/trainings.html", context)


BUREAU = Target(row=own_bureau, back="console:trainings")


@Act(
    BUREAU,
    Capability.LIAISE,
    title=gettext_lazy("登记培训"),
    lead=gettext_lazy("培训所得须写入规则方为落实：已修改的，选择对应版本并写明修改内容。"),
    safe=gettext_lazy("记录保存后不再修改。只记科室和人数，不记姓名。"),
    form=TrainingForm,
    options=lambda bureau, _request: {
        "versions": [
            (row.version, gettext_lazy("第 %(number)s 版") % {"number": row.version})
            for row in versions_of(bureau.pk)[:VERSIONS]
            if row.withdrawn_at is None
        ],
        "initial": {"held_on": clock.now().astimezone(LOCAL).date()},
    },
    submit=gettext_lazy("登记这次培训"),
)
def add(_bureau: Bureau, form: TrainingForm, by: By) -> Text:
    """登记培训."""
    record_training(held=form.held(), **by.stamp)
    return _("已登记培训。")
