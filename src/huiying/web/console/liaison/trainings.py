"""培训: what was learned, and which version of the rule book came of it.

In:   requests of officers who see all matters; LIAISE to add.    Out:  list and act.
Cost: two queries.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.rulebook.queries import versions_of
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.liaison.forms import TrainingForm
from huiying.web.console.shared.acts import ActText, Outcome, act_button, carry_out
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.casework.liaison.actions.record_training import record_training
from huiying.work.casework.liaison.queries import leads_waiting, trainings_of

PAGE, VERSIONS = 30, 20
SEES = (Capability.SEE_POSTS, Capability.READ_RECORD)


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
            {
                "held_on": row.held_on,
                "topic": row.topic,
                "given_by": row.given_by,
                "attended": row.attended,
                "people": row.people,
                "learned": row.learned,
                "version": row.rules.version if row.rules else "",
                "version_url": reverse("console:rules-version", args=[row.rules_id])
                if row.rules and sees_rules
                else "",
                "changed": row.changed,
            }
            for row in page
        ],
        "page_obj": page,
        "acts": [act_button(_("登记培训…"), add_url, "ask", main=True)] if may_act else [],
        "leads": leads_waiting(officer.bureau_id).count(),
        "tab": "trainings",
    }
    return render(request, "console/liaison/trainings.html", context)


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """登记培训."""
    require(request.user, Capability.LIAISE)
    now = clock.now()
    asked = ActText(
        title=_("登记培训"),
        lead=_("学到的办法写进规则书才算数：改了就选那一版，写明改了什么。"),
        safe=_("记录存下后不再改。只记科室和人数，不记姓名。"),
        submit=_("登记这次培训"),
        back=reverse("console:trainings"),
    )
    versions = [
        (row.version, _("第 %(number)s 版") % {"number": row.version})
        for row in versions_of(request.user.bureau_id)[:VERSIONS]
        if row.withdrawn_at is None
    ]
    day = now.astimezone(LOCAL).date()
    form = TrainingForm(request.POST or None, versions=versions, initial={"held_on": day})

    def deed() -> Outcome:
        record_training(held=form.held(), officer=request.user, now=now)
        return _("已登记培训。"), reverse("console:trainings")

    return carry_out(request, form, asked, 0, deed)
