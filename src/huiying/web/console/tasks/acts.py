"""Acts on a task: report, add material, send back, return, reassign, decide, check, accept."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import FileForm, ReasonForm
from huiying.web.console.tasks.forms import (
    CloseForm,
    InstructForm,
    ReassignForm,
    RecheckForm,
    ReportForm,
)
from huiying.web.console.teams.assignees import assignee_choices, assignee_of
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.tasks.access import task_for
from huiying.work.casework.tasks.actions.close_task import close_task, recheck_task
from huiying.work.casework.tasks.actions.report_task import add_material, report_task
from huiying.work.casework.tasks.actions.return_task import (
    instruct_task,
    reassign_task,
    recall_task,
    return_task,
    send_back_task,
)
from huiying.work.casework.tasks.assignees import assignee_name
from huiying.work.casework.tasks.steps import incident_of_task
from huiying.work.casework.tasks.teams import active_teams

DAY = timedelta(days=1)


def _topic(task: Assignment) -> str:
    return incident_of_task(task).audit_topic


def _url(task: Assignment) -> str:
    return reverse("console:task", args=[task.number])


TASK = Target(row=task_for, back=_url, topic=_topic)


def _report_lead(task: Assignment) -> Text:
    if not task.material:
        return task.task
    return _("交办要求的材料：%(asked)s") % {"asked": task.material}


@Act(
    TASK,
    Capability.REPORT_BACK,
    title=_("反馈交办任务"),
    lead=_report_lead,
    safe=_("反馈后还可以补充材料；由另一人现场复核、验收。"),
    form=ReportForm,
    submit=_("提交反馈"),
)
def report(task: Assignment, form: ReportForm, by: By) -> Text:
    """反馈: what was done, with a file; more files can follow."""
    report_task(
        task=task,
        text=form.cleaned_data["text"],
        pieces=form.pieces(task.bureau_id),
        revision=by.revision,
        **by.stamp,
    )
    return _("已反馈，等验收。")


@Act(
    TASK,
    Capability.REPORT_BACK,
    title=_("补充材料"),
    form=FileForm,
    submit=_("加这份材料"),
)
def material(task: Assignment, form: FileForm, by: By) -> Text:
    """补充材料, before the report is accepted."""
    add_material(task=task, pieces=form.pieces(task.bureau_id), **by.stamp)
    return _("材料已加上。")


@Act(
    TASK,
    Capability.SIGN,
    title=_("退回交办"),
    lead=_("退回后由办公室改派，时限不停。退回满三次，报副组长批示。"),
    form=ReasonForm,
    submit=_("退回并写明理由"),
    danger=True,
)
def send_back(task: Assignment, form: ReasonForm, by: By) -> Text:
    """单位退回: why this unit is not the one to do it."""
    escalated = send_back_task(task=task, revision=by.revision, **form.cleaned_data, **by.stamp)
    return ESCALATED if escalated else _("已退回办公室。")


@Act(
    TASK,
    Capability.CONSULT,
    title=_("退回重办"),
    lead=lambda task: (
        _("退回后由%(unit)s重办，时限不停。退回满三次，报副组长批示。")
        % {"unit": assignee_name(task)}
    ),
    form=ReasonForm,
    submit=_("退回并写明理由"),
)
def send_for_more(task: Assignment, form: ReasonForm, by: By) -> Text:
    """退回重办: the report is not enough."""
    escalated = return_task(task=task, revision=by.revision, **form.cleaned_data, **by.stamp)
    return ESCALATED if escalated else _("已退回单位重办。")


ESCALATED = _("已退回。退回满三次，报副组长批示。")


def _takers(task: Assignment, _request: OfficerRequest) -> dict[str, object]:
    teams = active_teams(incident_of_task(task))
    return {"takers": assignee_choices(task.bureau_id, teams)}


@Act(
    TASK,
    Capability.CONSULT,
    title=_("改派"),
    lead=_("时限不停。"),
    form=ReassignForm,
    options=_takers,
    submit=_("改派"),
)
def reassign(task: Assignment, form: ReassignForm, by: By) -> Text:
    """改派: another unit, or the same one again."""
    chosen, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    unit, team = assignee_of(by.officer, chosen, incident_of_task(task))
    if unit is None:
        raise Refused(_("未找到该单位。"))
    reassign_task(
        task=task, unit=unit, team=team, reason=reason, revision=by.revision, **by.stamp
    )
    return _("已改派%(unit)s。") % {"unit": assignee_name(task)}


def _instruct_options(task: Assignment, _request: OfficerRequest) -> dict[str, object]:
    return {
        "units": [(unit.pk, unit.name) for unit in units_of(task.bureau_id)],
        "initial": {"unit": task.unit_id, "due": localtime(clock.now() + DAY)},
    }


@Act(
    TASK,
    Capability.APPROVE,
    title=_("批示交办任务"),
    lead=lambda task: (
        _("退回 %(count)s 次：%(task)s") % {"count": task.returns, "task": task.task}
    ),
    safe=_("按批示开始新的时限；原来的时限保留结果，超时不会消失。"),
    form=InstructForm,
    options=_instruct_options,
    submit=_("签署批示"),
)
def instruct(task: Assignment, form: InstructForm, by: By) -> Text:
    """副组长批示: who does it, by when."""
    instruct_task(
        task=task,
        unit=unit_for(by.officer, form.cleaned_data["unit"], to=Capability.APPROVE),
        text=form.cleaned_data["reason"],
        due=form.cleaned_data["due"],
        revision=by.revision,
        **by.stamp,
    )
    return _("已批示，由%(unit)s办理。") % {"unit": task.unit.name}


@Act(
    TASK,
    Capability.VERIFY,
    title=_("现场核查"),
    lead=lambda task: task.task,
    safe=_("谁办的谁不复核。没有办到的，当即退回重办。"),
    form=RecheckForm,
    submit=_("存复核结果"),
)
def recheck(task: Assignment, form: RecheckForm, by: By) -> Text:
    """现场复核: what somebody else saw on the spot."""
    passed = form.cleaned_data["passed"]
    escalated = recheck_task(
        task=task,
        passed=passed,
        text=form.cleaned_data["text"],
        pieces=form.pieces(task.bureau_id),
        revision=by.revision,
        **by.stamp,
    )
    if passed:
        return _("复核通过。")
    return ESCALATED if escalated else _("复核没有通过，已退回重办。")


@Act(
    TASK,
    Capability.CONSULT,
    title=_("验收办结"),
    lead=lambda task: task.task,
    safe=_("验收以后不能再改；没有办到的，请退回重办。"),
    form=CloseForm,
    submit=_("验收，办结"),
)
def close(task: Assignment, form: CloseForm, by: By) -> Text:
    """验收办结."""
    close_task(task=task, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已验收，办结。")


@Act(
    TASK,
    Capability.APPROVE,
    title=_("收回交办"),
    lead=_("收回后单位不必再办，时钟撤下；已做的留在记录里。"),
    form=ReasonForm,
    submit=_("收回并写明理由"),
    danger=True,
)
def recall(task: Assignment, form: ReasonForm, by: By) -> Text:
    """收回: it is not to be done any more."""
    recall_task(task=task, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已收回。")
