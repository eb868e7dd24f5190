"""Plan patrols: add, change, end."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.patrols.forms import PlanForm
from huiying.web.console.shared.acts import (
    ActText,
    Text,
    redirect_done,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.collection.patrols.access import plan_for
from huiying.work.collection.patrols.actions.plan import begin_plan, change_plan, end_plan
from huiying.work.collection.patrols.models import PatrolPlan
from huiying.work.collection.patrols.place_lines import PlaceDetails, place_lines

TO = Capability.MANAGE_SOURCES


BUREAU = Target(row=own_bureau, back=lambda _row: _back())

PLAN = Target(row=plan_for, back=lambda _row: _back())


@Act(
    BUREAU,
    TO,
    title=_("安排巡查"),
    lead=_("系统无法采集的页面，按时人工巡查；无异常也须登记，以备查证。"),
    form=PlanForm,
    submit=_("保存安排"),
)
def add(_bureau: Bureau, form: PlanForm, by: By) -> Text:
    """Begin a plan."""
    plan = begin_plan(wanted=form.wanted(), **by.stamp)
    return _("已安排“%(name)s”。") % {"name": plan.name}


@Act(
    PLAN,
    TO,
    title=lambda plan: _("修改巡查：%(name)s") % {"name": plan.name},
    lead=_("自保存起按新安排执行；此前各次按原安排计。"),
    form=PlanForm,
    options=lambda plan, _request: {"initial": _start(plan)},
    submit=_("保存修改"),
)
def change(plan: PatrolPlan, form: PlanForm, by: By) -> Text:
    """Change a plan from now on."""
    change_plan(plan=plan, wanted=form.wanted(), **by.stamp)
    return _("巡查安排已修改。")


@form_page
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a plan; what was recorded stays."""
    plan = plan_for(request.user, pk, to=TO)
    text = ActText(
        title=_("停止巡查：%(name)s") % {"name": plan.name},
        submit=_("停止安排"),
        safe=_("已登记的巡查记录均保留。"),
        back=_back(),
        danger=True,
    )
    if request.method != "POST":
        return show_form(request, None, text, 0)
    try:
        end_plan(plan=plan, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, _back())
    return redirect_done(request, _("已停止“%(name)s”。") % {"name": plan.name}, _back())


def _start(plan: PatrolPlan) -> dict[str, object]:
    return {
        "name": plan.name,
        "places": place_lines(
            PlaceDetails(row.name, row.url, row.platform) for row in plan.places.all()
        ),
        "times": " ".join(plan.times),
        "weekdays": plan.weekdays,
        "grace_minutes": plan.grace_minutes,
    }


def _back() -> str:
    return reverse("console:patrols")
