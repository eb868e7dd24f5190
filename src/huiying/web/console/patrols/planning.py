"""Plan patrols: add, change, end.

In:   requests with MANAGE_SOURCES.    Out:  one act each.
Cost: a few queries.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.patrols.forms import PlanForm
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    carry_out,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.collection.patrols.access import plan_for
from huiying.work.collection.patrols.actions.plan import begin_plan, change_plan, end_plan
from huiying.work.collection.patrols.models import PatrolPlan

TO = Capability.MANAGE_SOURCES


@form_page
def add(request: OfficerRequest) -> HttpResponse:
    """Begin a plan."""
    require(request.user, TO)
    asked = ActText(
        title=_("安排巡查"),
        lead=_("机器收不到的地方，靠人按时去看。没有发现也要登记，才能证明没有漏。"),
        submit=_("开始这个安排"),
        back=_back(),
    )
    form = PlanForm(request.POST or None)

    def deed() -> Outcome:
        plan = begin_plan(wanted=form.wanted(), officer=request.user, now=clock.now())
        return _("已安排“%(name)s”。") % {"name": plan.name}, _back()

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


@form_page
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a plan from now on."""
    plan = plan_for(request.user, pk, to=TO)
    asked = ActText(
        title=_("修改巡查：%(name)s") % {"name": plan.name},
        lead=_("从现在起按新的安排；已过去的每一次照原来的算。"),
        submit=_("按新的安排"),
        back=_back(),
    )
    form = PlanForm(request.POST or None, initial=_start(plan))

    def deed() -> Outcome:
        change_plan(plan=plan, wanted=form.wanted(), officer=request.user, now=clock.now())
        return _("巡查安排已改。"), _back()

    return carry_out(request, form, asked, 0, deed, refusals=Refused)


@form_page
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a plan; what was recorded stays."""
    plan = plan_for(request.user, pk, to=TO)
    asked = ActText(
        title=_("停止巡查：%(name)s") % {"name": plan.name},
        submit=_("停止这个安排"),
        safe=_("已登记的每一次都留着。"),
        back=_back(),
        danger=True,
    )
    if request.method != "POST":
        return show_form(request, None, asked, 0)
    try:
        end_plan(plan=plan, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, _back())
    return redirect_done(request, _("已停止“%(name)s”。") % {"name": plan.name}, _back())


def _start(plan: PatrolPlan) -> dict[str, object]:
    return {
        "name": plan.name,
        "places": plan.places,
        "times": " ".join(plan.times),
        "weekdays": plan.weekdays,
        "grace_minutes": plan.grace_minutes,
    }


def _back() -> str:
    return reverse("console:patrols")
