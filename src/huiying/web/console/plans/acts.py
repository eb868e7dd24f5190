"""Acts on contingency plans: write, add parts, submit, approve, revise."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.plans.forms import ContactForm, MeasureForm, PlanForm, QuestionForm
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest
from huiying.work.prevention.plans.access import plan_for, plan_item_for
from huiying.work.prevention.plans.actions.approve_plan import PLAN_KIND, submit_plan
from huiying.work.prevention.plans.actions.write_plan import (
    ItemText,
    PlanText,
    add_plan_item,
    drop_plan_item,
    edit_plan,
    revise_plan,
)
from huiying.work.prevention.plans.models import ItemKind, Plan, PlanItem

WRITES = Capability.CONSULT


def _url(row: Plan) -> str:
    return reverse("console:contingency-plan", args=[row.number])


PLAN = Target(
    row=plan_for,
    back=_url,
    topic=lambda row: row.topic,
    about=lambda row: f"{row.number} {row.title}",
)
ITEM = Target(row=plan_item_for, back=lambda row: _url(row.plan))


def unit_options(bureau_id: int) -> dict[str, Any]:
    """Return the units to choose from."""
    return {"units": [(unit.pk, unit.name) for unit in units_of(bureau_id)]}


def plan_text(form: PlanForm, officer: Officer) -> PlanText:
    """Return the words as the act wants them."""
    data = form.cleaned_data
    units = {
        name: unit_for(officer, data[name], to=WRITES)
        for name in ("lead_unit", "speaking_unit")
    }
    return PlanText(**{**data, **units})


def _edit_options(row: Plan, request: OfficerRequest) -> dict[str, Any]:
    initial = {name: getattr(row, name) for name in PlanForm.base_fields}
    initial |= {"lead_unit": row.lead_unit_id, "speaking_unit": row.speaking_unit_id}
    return {**unit_options(request.user.bureau_id), "initial": initial}


def _units(row: Plan, _request: OfficerRequest) -> dict[str, Any]:
    return unit_options(row.bureau_id)


@Act(
    PLAN,
    WRITES,
    title=_("编辑预案"),
    safe=_("已报批的，修改后原报批失效，须重新报批。"),
    form=PlanForm,
    options=_edit_options,
    submit=_("保存预案"),
)
def edit(row: Plan, form: PlanForm, by: By) -> Text:
    """编辑; what waits for an approval is void from the first changed word."""
    text = plan_text(form, by.officer)
    voided = edit_plan(plan=row, text=text, revision=by.revision, **by.stamp)
    return _("已保存，原报批失效，请重新报批。") if voided else _("预案已保存。")


@Act(
    PLAN,
    WRITES,
    title=_("登记处置措施"),
    lead=_("启动预案时，按此交办单位（一般舆情为通报），时限自启动起算。"),
    form=MeasureForm,
    options=_units,
    submit=_("登记处置措施"),
)
def measure(row: Plan, form: MeasureForm, by: By) -> Text:
    """登记处置措施: which unit does what, within how many hours."""
    data = form.cleaned_data
    unit = unit_for(by.officer, data["unit"], to=WRITES)
    item = ItemText(kind=ItemKind.MEASURE, text=data["text"], hours=data["hours"], unit=unit)
    add_plan_item(plan=row, item=item, **by.stamp)
    return _("处置措施已登记。")


@Act(PLAN, WRITES, title=_("登记备答问题"), form=QuestionForm, submit=_("登记备答问题"))
def question(row: Plan, form: QuestionForm, by: By) -> Text:
    """登记备答问题 and its answer."""
    add_plan_item(
        plan=row, item=ItemText(kind=ItemKind.QUESTION, **form.cleaned_data), **by.stamp
    )
    return _("备答问题已登记。")


@Act(
    PLAN,
    WRITES,
    title=_("登记联系方式"),
    form=ContactForm,
    options=_units,
    submit=_("登记联系方式"),
)
def contact(row: Plan, form: ContactForm, by: By) -> Text:
    """登记联系方式 of a unit."""
    data = form.cleaned_data
    unit = unit_for(by.officer, data["unit"], to=WRITES)
    item = ItemText(kind=ItemKind.CONTACT, text=data["text"], detail=data["detail"], unit=unit)
    add_plan_item(plan=row, item=item, **by.stamp)
    return _("联系方式已登记。")


@ButtonAct(ITEM, WRITES)
def drop(row: PlanItem, by: By, _posted: QueryDict) -> Text:
    """删除 a part of what is written; an approved version keeps it."""
    drop_plan_item(item=row, **by.stamp)
    return _("已删除；已批准版本不变。")


@ButtonAct(PLAN, WRITES)
def submit(row: Plan, by: By, _posted: QueryDict) -> Text:
    """报批, if the plan is complete."""
    submit_plan(plan=row, revision=by.revision, **by.stamp)
    return _("已报领导批准。")


approve = approve_act(PLAN_KIND, PLAN, Capability.APPROVE, done=_("预案已批准。"))
"""批准 of exactly what was on the screen."""

send_back = return_act(
    PLAN_KIND,
    PLAN,
    Capability.APPROVE,
    title=_("退回预案"),
    lead=_("退回编制人修改，理由可见。"),
    done=_("已退回编制人。"),
)
"""退回, with a reason."""


@Act(
    PLAN,
    WRITES,
    title=_("修订预案"),
    lead=_("形成新版本，须重新报批；新版本批准前，已批准版本继续有效。"),
    form=ReasonForm,
    submit=_("开始修订"),
)
def revise(row: Plan, form: ReasonForm, by: By) -> Text:
    """修订: a new version, with a reason."""
    revise_plan(plan=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已开始修订，修改后请重新报批。")
