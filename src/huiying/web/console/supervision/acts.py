"""Acts on a supervision item: open, answer, return, hand on, remind, ask for 销号, sign it."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.shared.acts import Outcome, Text
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.console.supervision.forms import AskForm, OpenForm, ReassignForm
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.supervision_form import FeedbackForm
from huiying.work.casework.instructions.access import instruction_for
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.notices.access import notice_for
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.superior_supervision.access import superior_supervision_for
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.casework.supervision.access import judged_supervision_for, supervision_for
from huiying.work.casework.supervision.actions.close import SUPERVISION_KIND, ask_closing
from huiying.work.casework.supervision.actions.feedback import give_feedback
from huiying.work.casework.supervision.actions.open import Origin, open_supervision
from huiying.work.casework.supervision.actions.send_back import (
    reassign_supervision,
    remind_supervised,
    return_feedback,
)
from huiying.work.casework.supervision.models import Supervision
from huiying.work.casework.tasks.access import task_for

KEEP = Capability.SUPERVISE


def _topic(row: Supervision) -> str:
    return row.topic


def _url(row: Supervision) -> str:
    return reverse("console:supervision", args=[row.number])


def _title(row: Supervision) -> str:
    return f"{row.number} {row.demand}"


ITEM = Target(row=supervision_for, back=_url, topic=_topic, about=_title)
JUDGED = Target(row=judged_supervision_for, back=_url, topic=_topic, about=_title)

OF_INSTRUCTION: Target[Instruction] = Target(
    row=instruction_for, back=lambda row: reverse("console:instruction", args=[row.number])
)
OF_NOTICE: Target[Notice] = Target(
    row=notice_for, back=lambda row: reverse("console:notice", args=[row.number])
)
OF_TASK: Target[Assignment] = Target(
    row=task_for, back=lambda row: reverse("console:task", args=[row.number])
)
OF_SUPERIOR: Target[SuperiorSupervision] = Target(
    row=superior_supervision_for,
    back=lambda row: reverse("console:superior-supervision", args=[row.number]),
)
TITLE = _("立项督办")
SAFE = _("时限到销号为止：反馈经一人审核、另一人签署，方可销号。")
SUBMIT = _("立项并通知单位")


def _instruction_options(row: Instruction, request: OfficerRequest) -> dict[str, object]:
    named = [one.unit for one in row.addressees.select_related("unit") if one.unit is not None]
    units: list[Unit] = named or list(units_of(request.user.bureau_id))
    due = row.due_at if row.due_at is not None and row.due_at > clock.now() else None
    return {
        "units": [(unit.pk, unit.name) for unit in units],
        "initial": {"due": localtime(due) if due else None, "demand": row.text[:400]},
    }


def _notice_options(row: Notice, _request: OfficerRequest) -> dict[str, object]:
    return {"units": [(row.unit_id, row.unit.name)], "initial": {"unit": row.unit_id}}


def _task_options(row: Assignment, _request: OfficerRequest) -> dict[str, object]:
    initial = {"unit": row.unit_id, "demand": row.task}
    return {"units": [(row.unit_id, row.unit.name)], "initial": initial}


def _superior_options(row: SuperiorSupervision, request: OfficerRequest) -> dict[str, object]:
    due = row.due_at if row.due_at > clock.now() else None
    return {
        "units": [(unit.pk, unit.name) for unit in units_of(request.user.bureau_id)],
        "initial": {"due": localtime(due) if due else None, "demand": row.demand},
    }


def _open(origin: Origin, form: OpenForm, by: By) -> Outcome:
    data = form.cleaned_data
    row = open_supervision(
        origin=origin,
        unit=unit_for(by.officer, data["unit"], to=KEEP),
        demand=data["demand"],
        due=data["due"],
        **by.stamp,
    )
    return _("已立项督办（%(number)s）。") % {"number": row.number}, _url(row)


@Act(
    OF_INSTRUCTION,
    KEEP,
    title=TITLE,
    lead=lambda row: row.text,
    safe=SAFE,
    form=OpenForm,
    options=_instruction_options,
    submit=SUBMIT,
)
def of_instruction(row: Instruction, form: OpenForm, by: By) -> Outcome:
    """立项督办 because of an instruction."""
    return _open(Origin(instruction=row), form, by)


@Act(
    OF_SUPERIOR,
    KEEP,
    title=TITLE,
    lead=lambda row: (
        _("%(sender)s督办 %(number)s：%(demand)s")
        % {"sender": row.sender, "number": row.sender_number, "demand": row.demand}
    ),
    safe=SAFE,
    form=OpenForm,
    options=_superior_options,
    submit=SUBMIT,
)
def of_superior(row: SuperiorSupervision, form: OpenForm, by: By) -> Outcome:
    """立项督办 because a superior body asks."""
    return _open(Origin(superior=row), form, by)


@Act(
    OF_NOTICE,
    KEEP,
    title=TITLE,
    lead=lambda row: (
        _("通报 %(number)s 超时未反馈：%(title)s")
        % {"number": row.number, "title": row.incident.title}
    ),
    safe=SAFE,
    form=OpenForm,
    options=_notice_options,
    submit=SUBMIT,
)
def of_notice(row: Notice, form: OpenForm, by: By) -> Outcome:
    """立项督办 because a unit is late with a notice."""
    return _open(Origin(notice=row), form, by)


@Act(
    OF_TASK,
    KEEP,
    title=TITLE,
    lead=lambda row: (
        _("交办 %(number)s 超时未办结：%(task)s") % {"number": row.number, "task": row.task}
    ),
    safe=SAFE,
    form=OpenForm,
    options=_task_options,
    submit=SUBMIT,
)
def of_task(row: Assignment, form: OpenForm, by: By) -> Outcome:
    """立项督办 because a unit is late with a task."""
    return _open(Origin(task=row), form, by)


@Act(
    ITEM,
    Capability.REPORT_BACK,
    title=_("督办反馈"),
    lead=_("反馈后由领导小组办公室审核；不符合要求的退回补充，时限连续计算。"),
    form=FeedbackForm,
    submit=_("提交反馈"),
)
def feedback(row: Supervision, form: FeedbackForm, by: By) -> Text:
    """督办反馈, by an officer of the unit."""
    give_feedback(
        supervision=row,
        text=form.cleaned_data["text"],
        pieces=form.pieces(row.bureau_id),
        revision=by.revision,
        **by.stamp,
    )
    return _("已反馈，待审核。")


@Act(
    JUDGED,
    KEEP,
    title=_("退回补充"),
    lead=_("单位可见理由；时限连续计算。"),
    form=ReasonForm,
    submit=_("退回补充"),
)
def send_for_more(row: Supervision, form: ReasonForm, by: By) -> Text:
    """退回补充: the answer is not enough."""
    return_feedback(supervision=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已退回单位补充。")


def _reassign_options(row: Supervision, request: OfficerRequest) -> dict[str, object]:
    units = units_of(request.user.bureau_id).exclude(pk=row.unit_id)
    return {"units": [(unit.pk, unit.name) for unit in units]}


@Act(
    ITEM,
    KEEP,
    title=_("改派督办"),
    lead=_("原单位的链接即时失效；时限连续计算。"),
    form=ReassignForm,
    options=_reassign_options,
    submit=_("改派"),
)
def reassign(row: Supervision, form: ReassignForm, by: By) -> Text:
    """改派: another unit answers."""
    unit = unit_for(by.officer, form.cleaned_data["unit"], to=KEEP)
    reason = form.cleaned_data["reason"]
    reassign_supervision(
        supervision=row, unit=unit, reason=reason, revision=by.revision, **by.stamp
    )
    return _("已改派%(unit)s。") % {"unit": unit.name}


@ButtonAct(ITEM, KEEP)
def remind(row: Supervision, by: By, _posted: QueryDict) -> Text:
    """催办, with a fresh link."""
    count = remind_supervised(supervision=row, **by.stamp)
    words = ngettext(
        "已催办，发送 %(count)s 个渠道。", "已催办，发送 %(count)s 个渠道。", count
    )
    return words % {"count": count}


@Act(
    JUDGED,
    KEEP,
    title=_("申请销号"),
    lead=_("认可单位最近一次反馈，报另一人签署销号；签署前时限连续计算。"),
    form=AskForm,
    submit=_("申请销号"),
)
def ask(row: Supervision, form: AskForm, by: By) -> Text:
    """申请销号: the answer is enough."""
    ask_closing(supervision=row, revision=by.revision, **form.cleaned_data, **by.stamp)
    return _("已申请销号，待另一人签署。")


sign = approve_act(SUPERVISION_KIND, JUDGED, KEEP, done=_("已销号。"))
"""销号 of exactly what was on the screen."""

refuse = return_act(
    SUPERVISION_KIND,
    JUDGED,
    KEEP,
    title=_("不予销号"),
    lead=_("退回办公室重新审核，时限连续计算。"),
    done=_("未予销号，已退回办公室。"),
)
"""不予销号, with a reason."""
