"""Acts on a task: report, add, send back, return, give to another, decide, re-check, accept.

In:   requests of the unit (SIGN, REPORT_BACK), the office (CONSULT, VERIFY), leaders (APPROVE).
Out:  the act, or why it was not done.
Cost: one action each.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.console.shared.forms import FileForm, ReasonForm
from huiying.web.console.tasks.forms import (
    CloseForm,
    InstructForm,
    ReassignForm,
    RecheckForm,
    ReportForm,
)
from huiying.web.console.teams.assignees import assignee_choices, assignee_of
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.tasks.access import task_for
from huiying.work.casework.tasks.actions import close_task, report_task, return_task
from huiying.work.casework.tasks.assignees import assignee_name
from huiying.work.casework.tasks.steps import incident_of_task
from huiying.work.casework.tasks.teams import active_teams

DAY = timedelta(days=1)


@form_page
def report(request: OfficerRequest, number: str) -> HttpResponse:
    """反馈: what was done, with a file; more files can follow."""
    task = task_for(request.user, number, to=Capability.REPORT_BACK)
    asked = ActText(
        title=_("反馈交办任务"),
        lead=_("交办要求的材料：%(asked)s") % {"asked": task.material}
        if task.material
        else task.task,
        safe=_("反馈后还可以补充材料；由另一人现场复核、验收。"),
        submit=_("提交反馈"),
        back=_url(task),
    )
    form = ReportForm(request.POST or None, request.FILES or None)

    def deed() -> Outcome:
        report_task.report_task(
            task=task,
            text=form.cleaned_data["text"],
            pieces=form.pieces(task.bureau_id),
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已反馈，等验收。"), _url(task)

    return carry_out(request, form, asked, task.revision, deed, topic=_topic(task))


@form_page
def material(request: OfficerRequest, number: str) -> HttpResponse:
    """补充材料, before the report is accepted."""
    task = task_for(request.user, number, to=Capability.REPORT_BACK)
    asked = ActText(title=_("补充材料"), submit=_("加这份材料"), back=_url(task))
    form = FileForm(request.POST or None, request.FILES or None)

    def deed() -> Outcome:
        report_task.add_material(
            task=task,
            pieces=form.pieces(task.bureau_id),
            officer=request.user,
            now=clock.now(),
        )
        return _("材料已加上。"), _url(task)

    return carry_out(request, form, asked, task.revision, deed, topic=_topic(task))


@form_page
def send_back(request: OfficerRequest, number: str) -> HttpResponse:
    """单位退回: why this unit is not the one to do it."""
    task = task_for(request.user, number, to=Capability.SIGN)
    asked = ActText(
        title=_("退回交办"),
        lead=_("退回后由办公室改派，时限不停。退回满三次，报副组长批示。"),
        submit=_("退回并写明理由"),
        back=_url(task),
        danger=True,
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        up = return_task.send_back_task(
            task=task,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _went(up, _("已退回办公室。")), _url(task)

    return carry_out(request, form, asked, task.revision, deed, topic=_topic(task))


@form_page
def send_for_more(request: OfficerRequest, number: str) -> HttpResponse:
    """退回重办: the report is not enough."""
    task = task_for(request.user, number, to=Capability.CONSULT)
    asked = ActText(
        title=_("退回重办"),
        lead=_("退回后由%(unit)s重办，时限不停。退回满三次，报副组长批示。")
        % {"unit": assignee_name(task)},
        submit=_("退回并写明理由"),
        back=_url(task),
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        up = return_task.return_task(
            task=task,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _went(up, _("已退回单位重办。")), _url(task)

    return carry_out(request, form, asked, task.revision, deed, topic=_topic(task))


@form_page
def reassign(request: OfficerRequest, number: str) -> HttpResponse:
    """改派: another unit, or the same one again."""
    task = task_for(request.user, number, to=Capability.CONSULT)
    asked = ActText(title=_("改派"), lead=_("时限不停。"), submit=_("改派"), back=_url(task))
    incident = incident_of_task(task)
    takers = assignee_choices(task.bureau_id, active_teams(incident))
    form = ReassignForm(request.POST or None, takers=takers)

    def deed() -> Outcome:
        unit, team = assignee_of(request.user, form.cleaned_data["to"], incident)
        if unit is None:
            raise Refused(_("没有这个单位。"))
        return_task.reassign_task(
            task=task,
            unit=unit,
            team=team,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已改派%(unit)s。") % {"unit": assignee_name(task)}, _url(task)

    return carry_out(request, form, asked, task.revision, deed, topic=_topic(task))


@form_page
def instruct(request: OfficerRequest, number: str) -> HttpResponse:
    """副组长批示: who does it, by when."""
    task = task_for(request.user, number, to=Capability.APPROVE)
    asked = ActText(
        title=_("批示交办任务"),
        lead=_("退回 %(count)s 次：%(task)s") % {"count": task.returns, "task": task.task},
        safe=_("按批示开始新的时限；原来的时限保留结果，超时不会消失。"),
        submit=_("签署批示"),
        back=_url(task),
    )
    form = InstructForm(
        request.POST or None,
        units=_units(task),
        initial={"unit": task.unit_id, "due": localtime(clock.now() + DAY)},
    )

    def deed() -> Outcome:
        return_task.instruct_task(
            task=task,
            unit=unit_for(request.user, form.cleaned_data["unit"], to=Capability.APPROVE),
            text=form.cleaned_data["reason"],
            due=form.cleaned_data["due"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已批示，由%(unit)s办理。") % {"unit": task.unit.name}, _url(task)

    return carry_out(request, form, asked, task.revision, deed, topic=_topic(task))


@form_page
def recheck(request: OfficerRequest, number: str) -> HttpResponse:
    """现场复核: what somebody else saw on the spot."""
    task = task_for(request.user, number, to=Capability.VERIFY)
    asked = ActText(
        title=_("现场复核"),
        lead=task.task,
        safe=_("谁办的谁不复核。没有办到的，当即退回重办。"),
        submit=_("存复核结果"),
        back=_url(task),
    )
    form = RecheckForm(request.POST or None, request.FILES or None)

    def deed() -> Outcome:
        passed = form.cleaned_data["passed"]
        up = close_task.recheck_task(
            task=task,
            passed=passed,
            text=form.cleaned_data["text"],
            pieces=form.pieces(task.bureau_id),
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        sentence = _("复核通过。") if passed else _went(up, _("复核没有通过，已退回重办。"))
        return sentence, _url(task)

    return carry_out(request, form, asked, task.revision, deed, topic=_topic(task))


@form_page
def close(request: OfficerRequest, number: str) -> HttpResponse:
    """验收办结."""
    task = task_for(request.user, number, to=Capability.CONSULT)
    asked = ActText(
        title=_("验收办结"),
        lead=task.task,
        safe=_("验收以后不能再改；没有办到的，请退回重办。"),
        submit=_("验收，办结"),
        back=_url(task),
    )
    form = CloseForm(request.POST or None)

    def deed() -> Outcome:
        close_task.close_task(
            task=task,
            text=form.cleaned_data["text"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已验收，办结。"), _url(task)

    return carry_out(request, form, asked, task.revision, deed, topic=_topic(task))


@form_page
def recall(request: OfficerRequest, number: str) -> HttpResponse:
    """收回: it is not to be done any more."""
    task = task_for(request.user, number, to=Capability.CONSULT)
    asked = ActText(
        title=_("收回交办"),
        lead=_("收回后单位不必再办，时钟撤下；已做的留在记录里。"),
        submit=_("收回并写明理由"),
        back=_url(task),
        danger=True,
    )
    form = ReasonForm(request.POST or None)

    def deed() -> Outcome:
        return_task.recall_task(
            task=task,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已收回。"), _url(task)

    return carry_out(request, form, asked, task.revision, deed, topic=_topic(task))


def _went(up: bool, otherwise: str) -> str:  # noqa: FBT001 - what an act returned
    return _("已退回。退回满三次，报副组长批示。") if up else otherwise


def _units(task: Assignment) -> list[tuple[int, str]]:
    return [(unit.pk, unit.name) for unit in units_of(task.bureau_id)]


def _topic(task: Assignment) -> str:
    return f"incident:{incident_of_task(task).number}"


def _url(task: Assignment) -> str:
    return reverse("console:task", args=[task.number])
