"""Acts on the assessment of a decision: write, submit, sign, revise, announce, link."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.policy.prevention.decisions import Conclusion, DecisionKind
from huiying.web.console.decisions.forms import AnnounceForm, DecisionForm, LinkForm
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.incidents.queries import incidents_in_sight
from huiying.work.prevention.decisions.access import decision_for
from huiying.work.prevention.decisions.actions.announce_decision import (
    announce_decision,
    link_incident,
)
from huiying.work.prevention.decisions.actions.sign_decision import DECISION_KIND
from huiying.work.prevention.decisions.actions.submit_decision import (
    revise_decision,
    submit_decision,
)
from huiying.work.prevention.decisions.actions.write_decision import (
    DecisionText,
    edit_decision,
)
from huiying.work.prevention.decisions.models import DecisionFile
from huiying.work.prevention.decisions.queries import in_force
from huiying.work.prevention.plans.access import plan_for
from huiying.work.prevention.plans.queries import plans_of

WRITES = Capability.CONSULT
CHOOSE_FROM = 200
DOUBT_CHARS = 40


def _url(row: DecisionFile) -> str:
    return reverse("console:decision", args=[row.number])


DECISION = Target(
    row=decision_for,
    back=_url,
    topic=lambda row: row.topic,
    about=lambda row: f"{row.number} {row.title}",
)


def decision_options(officer: Officer) -> dict[str, Any]:
    """Return the choices of the form."""
    bureau = officer.bureau_id
    plans = plans_of(bureau).filter(in_force__isnull=False)
    return {
        "units": [(unit.pk, unit.name) for unit in units_of(bureau)],
        "plans": [(plan.pk, f"{plan.number} {plan.title}") for plan in plans],
    }


def decision_text(form: DecisionForm, officer: Officer) -> DecisionText:
    """Return the words as the act wants them."""
    data = dict(form.cleaned_data)
    plan = next((one for one in plans_of(officer.bureau_id) if one.pk == data["plan"]), None)
    return DecisionText(
        **{
            **data,
            "lead_unit": unit_for(officer, data["lead_unit"], to=WRITES),
            "kind": DecisionKind(data["kind"]),
            "conclusion": Conclusion(data["conclusion"]) if data["conclusion"] else None,
            "plan": plan_for(officer, plan.number, to=WRITES) if plan else None,
        }
    )


def _edit_options(row: DecisionFile, request: OfficerRequest) -> dict[str, Any]:
    names = DecisionForm.base_fields
    initial = {name: getattr(row, name) for name in names}
    initial |= {"lead_unit": row.lead_unit_id, "plan": row.plan_id}
    return {**decision_options(request.user), "initial": initial}


@Act(
    DECISION,
    WRITES,
    title=_("编辑评估卷"),
    safe=_("已报签的，修改后原报签失效，须重新报签。"),
    form=DecisionForm,
    options=_edit_options,
    submit=_("保存评估卷"),
)
def edit(row: DecisionFile, form: DecisionForm, by: By) -> Text:
    """编辑; what waits for a signature is void from the first changed word."""
    voided = edit_decision(
        decision=row, text=decision_text(form, by.officer), revision=by.revision, **by.stamp
    )
    return _("已保存，原报签失效，请重新报签。") if voided else _("评估卷已保存。")


@ButtonAct(DECISION, WRITES)
def submit(row: DecisionFile, by: By, _posted: QueryDict) -> Text:
    """报签, if the file is complete."""
    submit_decision(decision=row, revision=by.revision, **by.stamp)
    return _("已报领导签署。")


sign = approve_act(DECISION_KIND, DECISION, Capability.APPROVE, done=_("评估卷已签署。"))
"""签署 of exactly what was on the screen."""

send_back = return_act(
    DECISION_KIND,
    DECISION,
    Capability.APPROVE,
    title=_("退回评估卷"),
    lead=_("退回编制人修改，理由可见。"),
    done=_("已退回编制人。"),
)
"""退回, with a reason."""


@Act(
    DECISION,
    WRITES,
    title=_("修订评估卷"),
    lead=_("形成新版本，须重新报签；新版本签署前，已签署版本继续有效。"),
    form=ReasonForm,
    submit=_("开始修订"),
)
def revise(row: DecisionFile, form: ReasonForm, by: By) -> Text:
    """修订: a new version, with a reason."""
    revise_decision(decision=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已开始修订，修改后请重新报签。")


@Act(
    DECISION,
    WRITES,
    title=_("登记决策公布"),
    lead=_("自公布之日起，按跟踪词统计帖文和信访事项，对照预见的疑虑。"),
    form=AnnounceForm,
    submit=_("登记公布"),
)
def announce(row: DecisionFile, form: AnnounceForm, by: By) -> Text:
    """登记公布: from this day on the foreseen doubts are watched for."""
    announce_decision(decision=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已登记公布，开始跟踪预见的疑虑。")


def _link_options(row: DecisionFile, request: OfficerRequest) -> dict[str, Any]:
    signed = in_force(row)
    points = signed.content["points"] if signed else []
    incidents = incidents_in_sight(request.user).order_by("-pk")[:CHOOSE_FROM]
    return {
        "incidents": [(one.number, f"{one.number} {one.title}") for one in incidents],
        "points": [
            (one["place"], f"{one['place']}. {one['doubt'][:DOUBT_CHARS]}")
            for one in points
            if not one["struck"]
        ],
    }


@Act(
    DECISION,
    WRITES,
    title=_("关联事件"),
    lead=_("事件由该决策引发的，登记是否预见；备答内容显示在事件页。"),
    form=LinkForm,
    options=_link_options,
    submit=_("关联事件"),
)
def link(row: DecisionFile, form: LinkForm, by: By) -> Text:
    """关联: an officer says whether the incident was foreseen."""
    data = form.cleaned_data
    incident = incident_for(by.officer, data["incident"], to=WRITES)
    if data["place"] is None:
        raise Refused(_("请选择对应的风险点。"))
    link_incident(
        decision=row, incident=incident, place=data["place"], reason=data["reason"], **by.stamp
    )
    return _("事件已关联。")
