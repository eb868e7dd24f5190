"""A task goes back, up, or to another unit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.tasks.actions.report_task import report_task
from huiying.work.casework.tasks.actions.return_task import (
    instruct_task,
    reassign_task,
    recall_task,
    return_task,
    send_back_task,
)
from huiying.work.casework.tasks.models import EntryKind
from tests.factories import T0
from tests.scenarios.tasks import make_task_report, take_task, task_of

pytestmark = pytest.mark.django_db

LATER = T0 + timedelta(hours=2)
S = AssignmentState


def test_a_return_goes_back_with_its_reason_and_the_time_goes_on(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))

    up = return_task(task=task, reason="照片看不出是哪个门。", officer=yunchuan.shen, now=LATER)

    task.clock.refresh_from_db()
    assert not up
    assert (task.state, task.returns) == (S.ACCEPTED, 1)
    assert task.clock.state == ClockState.RUNNING
    assert task.clock.due_at == T0 + timedelta(days=1)
    assert task.entries.get(kind=EntryKind.RETURNED).text == "照片看不出是哪个门。"


def three_times(cast, task):
    """Report and return until it goes up."""
    for count in range(3):
        at = T0 + timedelta(hours=count)
        make_task_report(cast, task, now=at)
        up = return_task(task=task, reason="还是不行。", officer=cast.shen, now=at)
        assert up == (count == 2)


def test_a_task_returned_three_times_is_the_deputys(yunchuan, approved):
    task = take_task(yunchuan, approved)

    three_times(yunchuan, task)

    task.clock.refresh_from_db()
    assert task.state == S.ESCALATED
    assert task.clock.holder == "副组长"
    assert AuditRecord.objects.filter(verb="task.escalated").count() == 1
    with pytest.raises(Refused, match="已报副组长"):
        report_task(
            task=task, text="无需重新报审。", pieces=[], officer=yunchuan.water, now=LATER
        )


def test_the_deputy_says_who_does_it_by_when_and_the_count_begins_anew(yunchuan, approved):
    task = take_task(yunchuan, approved)
    three_times(yunchuan, task)
    before, due = task.clock, LATER + timedelta(hours=6)

    instruct_task(
        task=task,
        unit=yunchuan.reception,
        text="由接待科牵头，今天办完。",
        due=due,
        officer=yunchuan.cheng,
        now=LATER,
    )

    before.refresh_from_db()
    assert (task.state, task.returns, task.unit) == (S.ASSIGNED, 0, yunchuan.reception)
    assert task.clock.due_at == due
    assert before.state == ClockState.CANCELLED
    assert before.pk != task.clock.pk


def test_a_unit_sends_a_task_back_and_the_office_gives_it_to_another(yunchuan, approved):
    task = task_of(yunchuan, approved)

    send_back_task(task=task, reason="水箱归物业。", officer=yunchuan.water, now=LATER)
    task.clock.refresh_from_db()
    assert (task.state, task.clock.holder) == (S.SENT_BACK, "领导小组办公室")
    reassign_task(
        task=task,
        unit=yunchuan.reception,
        reason="请接待科协调物业。",
        officer=yunchuan.shen,
        now=LATER,
    )

    task.clock.refresh_from_db()
    assert (task.state, task.returns) == (S.ASSIGNED, 1)
    assert task.clock.holder_unit == yunchuan.reception
    assert task.clock.due_at == T0 + timedelta(days=1)


def test_a_task_that_nobody_wants_goes_up_too(yunchuan, approved):
    task = task_of(yunchuan, approved)
    for _round in range(2):
        send_back_task(task=task, reason="不归我们。", officer=yunchuan.water, now=LATER)
        reassign_task(
            task=task,
            unit=yunchuan.waterworks,
            reason="就是你们。",
            officer=yunchuan.shen,
            now=LATER,
        )

    up = send_back_task(task=task, reason="不归我们。", officer=yunchuan.water, now=LATER)

    assert up
    assert task.state == S.ESCALATED


def test_a_leader_calls_a_task_back_with_a_reason_and_the_office_alone_ends_no_clock(
    yunchuan, approved
):
    task = take_task(yunchuan, approved)

    with pytest.raises(PermissionDenied):
        recall_task(task=task, reason="水已恢复。", officer=yunchuan.shen, now=LATER)
    assert task.clock.state == ClockState.RUNNING

    recall_task(task=task, reason="水已恢复。", officer=yunchuan.leader, now=LATER)

    task.clock.refresh_from_db()
    assert (task.state, task.clock.state) == (S.RECALLED, ClockState.CANCELLED)
    with pytest.raises(Refused, match="已收回"):
        make_task_report(yunchuan, task, now=LATER)


def test_the_record_of_all_this_verifies(yunchuan, approved):
    task = take_task(yunchuan, approved)
    three_times(yunchuan, task)

    assert verify(bureau_id=yunchuan.bureau.pk).holds
