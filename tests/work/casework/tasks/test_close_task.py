"""A task is rechecked and accepted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.tasks.actions.close_task import close_task, recheck_task
from huiying.work.casework.tasks.actions.return_task import (
    return_task,
)
from huiying.work.casework.tasks.queries import open_tasks
from tests.factories import T0
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import QUEUE, incident_of
from tests.scenarios.tasks import make_task_report, take_task, upload_picture

pytestmark = pytest.mark.django_db

LATER = T0 + timedelta(hours=2)
S = AssignmentState


def test_who_did_the_work_neither_checks_nor_accepts_it(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))

    with pytest.raises(Refused, match="办理人不得核查"):
        recheck_task(
            task=task, passed=True, text="好。", pieces=[], officer=yunchuan.water, now=LATER
        )
    with pytest.raises(Refused, match="办理人不得验收"):
        close_task(task=task, text="", officer=yunchuan.water, now=LATER)


def test_a_unit_reads_no_order_to_take_posts_down_on_its_task(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))
    order = "请联系平台删除该帖文。"

    with pytest.raises(Refused, match="删除该帖"):
        recheck_task(
            task=task, passed=True, text=order, pieces=[], officer=yunchuan.lu, now=LATER
        )
    with pytest.raises(Refused, match="删除该帖"):
        close_task(task=task, text=order, officer=yunchuan.shen, now=LATER)


def test_a_major_matter_is_looked_at_on_the_spot_before_it_is_accepted(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))

    with pytest.raises(Refused, match="现场核查"):
        close_task(task=task, text="", officer=yunchuan.shen, now=LATER)
    recheck_task(
        task=task,
        passed=True,
        text="三处都看过。",
        pieces=[upload_picture(yunchuan, "现场照片")],
        officer=yunchuan.lu,
        now=LATER,
    )
    close_task(task=task, text="同意。", officer=yunchuan.shen, now=LATER)

    assert task.state == S.CLOSED
    assert not open_tasks(approved.incident).exists()


def test_a_recheck_that_fails_returns_the_task(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))

    recheck_task(
        task=task, passed=False, text="北门没有。", pieces=[], officer=yunchuan.lu, now=LATER
    )

    assert (task.state, task.returns) == (S.ACCEPTED, 1)


def test_a_recheck_counts_for_the_report_it_looked_at(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))
    recheck_task(
        task=task, passed=True, text="看过。", pieces=[], officer=yunchuan.lu, now=LATER
    )
    return_task(task=task, reason="记录不全。", officer=yunchuan.shen, now=LATER)
    make_task_report(yunchuan, task, now=LATER + timedelta(hours=1))

    with pytest.raises(Refused, match="现场核查"):
        close_task(task=task, text="", officer=yunchuan.shen, now=LATER)


def test_a_significant_matter_may_be_accepted_without(yunchuan):
    incident = incident_of(yunchuan, QUEUE, grade=Grade.SIGNIFICANT)
    make_signed_minutes(yunchuan, incident)
    task = make_task_report(
        yunchuan, take_task(yunchuan, make_approved_proposal(yunchuan, incident))
    )

    close_task(task=task, text="", officer=yunchuan.shen, now=LATER)

    assert task.state == S.CLOSED
