"""退回: return a report or send a task back; after three times a leader decides.

In:   a task, a reason.    Out:  in the other hands; the third time, the deputy leader's.
Cost: a few writes, one message per channel.

Both ways back count together: three rounds between giver and unit, or a task that nobody wants
to have, is a matter for the deputy leader, who decides once and for all who does it by when.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.errors import Refused
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of_desk
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.procedure.offline import goes_to_deputy
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import check_due, role_holder
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.tasks.actions.assign import check_assignee
from huiying.work.casework.tasks.assignees import assignee_name, signs_for, task_clock_holder
from huiying.work.casework.tasks.models import EntryKind
from huiying.work.casework.tasks.steps import (
    add_entry,
    claim_task,
    incident_of_task,
    message_unit,
    record_task,
    start_task_clock,
)
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit

S = AssignmentState


@transaction.atomic
def return_task(
    *,
    task: Assignment,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> bool:
    """退回重办: the report is not enough; the time of the task goes on.

    Returns:
        True if the task went to the deputy leader by this.

    Raises:
        Refused: If no reason is given or it asks that posts be removed, or there is no report.
        Stale: If somebody acted on the task since.
    """
    _reason(reason)
    up = goes_to_deputy(task.returns + 1)
    claim_task(
        task,
        states=(S.REPORTED,),
        revision=revision,
        state=S.ESCALATED if up else S.ACCEPTED,
        returns=task.returns + 1,
    )
    if task.clock is not None:
        reopen_clock(clock=task.clock, now=now)
        _hand(task, task_clock_holder(task), now)
    add_entry(task, EntryKind.RETURNED, officer, now, text=reason)
    record_task(task, "task.returned", officer, now, returns=task.returns)
    if up:
        _escalate(task, officer, now)
    else:
        body = house_text("反馈已退回：%(reason)s。请重新办理后反馈，时限连续计算。")
        message_unit(task, body % {"reason": masked_text(reason.strip())}, now)
    return up


@transaction.atomic
def send_back_task(
    *,
    task: Assignment,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> bool:
    """单位退回: the unit says why it is not the one to do it; the time goes on at the office.

    Returns:
        True if the task went to the deputy leader by this.

    Raises:
        Refused: If the officer is not of the unit nor the head of the team, no reason is
            given, or it was reported.
        Stale: If somebody acted on the task since.
    """
    if not signs_for(task, officer):
        raise Refused(_("只有%(unit)s的人员可以退回。") % {"unit": assignee_name(task)})
    _reason(reason)
    up = goes_to_deputy(task.returns + 1)
    claim_task(
        task,
        states=(S.ASSIGNED, S.ACCEPTED),
        revision=revision,
        state=S.ESCALATED if up else S.SENT_BACK,
        returns=task.returns + 1,
    )
    add_entry(task, EntryKind.SENT_BACK, officer, now, text=reason)
    record_task(task, "task.sent_back", officer, now, returns=task.returns)
    if up:
        _escalate(task, officer, now)
    else:
        _hand(task, role_holder(Role.OFFICE), now)
    return up


@transaction.atomic
def reassign_task(
    *,
    task: Assignment,
    unit: Unit,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    team: ResponseTeam | None = None,
) -> None:
    """改派: to another unit or team, or to the same again, with the reason; the time goes on.

    Raises:
        Refused: If it was not sent back, the unit or team is another's, or no reason is
            given.
        Stale: If somebody acted on the task since.
    """
    check_assignee(task.proposal, unit, team)
    _reason(reason)
    claim_task(
        task,
        states=(S.SENT_BACK,),
        revision=revision,
        state=S.ASSIGNED,
        unit=unit,
        team=team,
        accepted_at=None,
        accepted_by=None,
    )
    text = f"{assignee_name(task)}：{masked_text(reason.strip())}"
    add_entry(task, EntryKind.REASSIGNED, officer, now, text=text)
    _hand(task, task_clock_holder(task), now)
    _message_desk(task, now)
    record_task(task, "task.reassigned", officer, now)


@transaction.atomic
def instruct_task(
    *,
    task: Assignment,
    unit: Unit,
    text: str,
    due: datetime,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """副组长批示: who does it, by when, and how; the returns count anew.

    The clock before keeps its result, a breach too; the new date has a clock of its own.

    Raises:
        Refused: If it does not wait for this, the unit is not the bureau's, nothing is
            said, it asks that posts be removed, or the date is no date of the coming year.
        Stale: If somebody acted on the task since.
    """
    check_assignee(task.proposal, unit, None)
    if not text.strip():
        raise Refused(_("请写明批示。"))
    refuse_removal_request(text)
    check_due(due, now)
    claim_task(
        task,
        states=(S.ESCALATED,),
        revision=revision,
        state=S.ASSIGNED,
        unit=unit,
        team=None,
        returns=0,
        accepted_at=None,
        accepted_by=None,
    )
    if task.clock is not None:
        cancel_clock(clock=task.clock, reason=Reason("clocks.other_date_set"), now=now)
    task.clock = start_task_clock(task, due, now)
    task.save(update_fields=["clock"])
    add_entry(task, EntryKind.INSTRUCTED, officer, now, text=f"{unit.name}：{text.strip()}")
    _message_desk(task, now)
    record_task(task, "task.instructed", officer, now)


@transaction.atomic
def recall_task(
    *,
    task: Assignment,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """收回: it is not to be done any more; what was done stays on it.

    It ends the clock of the task, which the office started: a leader is the second person.

    Raises:
        PermissionDenied: If the officer is no leader.
        Refused: If no reason is given, or it is closed or called back.
        Stale: If somebody acted on the task since.
    """
    require(officer, Capability.APPROVE)
    _reason(reason)
    states = (S.ASSIGNED, S.ACCEPTED, S.REPORTED, S.SENT_BACK, S.ESCALATED)
    changes = {"state": S.RECALLED, "reason": masked_text(reason.strip())[:400]}
    claim_task(task, states=states, revision=revision, **changes)
    if task.clock is not None:
        cancel_clock(clock=task.clock, reason=Reason("clocks.task_recalled"), now=now)
    add_entry(task, EntryKind.RECALLED, officer, now, text=reason)
    message_unit(
        task, _("该交办已收回，无需继续办理：%(reason)s") % {"reason": task.reason}, now
    )
    record_task(task, "task.recalled", officer, now)


def _escalate(task: Assignment, officer: Officer, now: datetime) -> None:
    """Put a task into the hands of the deputy leader, and say so where everybody looks."""
    add_entry(task, EntryKind.ESCALATED, officer, now)
    _hand(task, role_holder(Role.DEPUTY), now)
    incident = incident_of_task(task)
    for channel in channels_of_desk(task.bureau_id):
        queue_message(
            bureau_id=task.bureau_id,
            channel=channel,
            key=f"task:{task.number}:up:{task.revision}:{channel.pk}",
            subject=house_text("【请副组长批示】交办 %(number)s 退回 %(count)s 次")
            % {"number": task.number, "count": task.returns},
            body=house_text("%(title)s：%(task)s。请登录后批示承办单位和办理期限。")
            % {"title": incident.title, "task": task.task},
            about=About("assignment", task.number),
            urgent=True,
            now=now,
        )
    record_task(task, "task.escalated", officer, now, returns=task.returns)


def _hand(task: Assignment, holder: Holder, now: datetime) -> None:
    if task.clock is not None:
        hand_over_clock(clock=task.clock, holder=holder, now=now)


def _message_desk(task: Assignment, now: datetime) -> None:
    concern_unit(incident=incident_of_task(task), unit=task.unit, lead=False)
    body = house_text("请%(unit)s办理：%(task)s。请登录系统签收。")
    message_unit(task, body % {"unit": assignee_name(task), "task": task.task}, now)


def _reason(reason: str) -> None:
    refuse_removal_request(reason)
    if not reason.strip():
        raise Refused(_("请填写退回、改派或收回的理由。"))
