"""A task is given to a unit with a date."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.tasks.actions.assign import accept_task, assign_task
from huiying.work.casework.tasks.queries import open_tasks
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.factories import T0
from tests.scenarios.incidents import QUEUE, incident_of
from tests.scenarios.tasks import make_task_report, take_task, task_of

pytestmark = pytest.mark.django_db

LATER = T0 + timedelta(hours=2)


def test_a_task_has_a_date_and_runs_in_the_hands_of_its_unit(yunchuan, approved):
    task = task_of(yunchuan, approved)

    assert task.clock.due_at == T0 + timedelta(days=1)
    assert task.clock.holder_unit == yunchuan.waterworks
    assert task.clock.steps.count() == 3
    assert task.clock.amount == "约定日期"


def test_a_date_in_the_past_is_refused(yunchuan, approved):
    with pytest.raises(Refused, match="期限须在现在之后"):
        assign_task(
            proposal=approved,
            unit=yunchuan.waterworks,
            task="送水",
            due=T0 - timedelta(hours=1),
            officer=yunchuan.shen,
            now=T0,
        )


def test_a_task_runs_on_when_its_incident_is_merged(yunchuan, approved, major):
    task = take_task(yunchuan, approved)
    other = incident_of(yunchuan, QUEUE, grade=Grade.MAJOR)
    major.refresh_from_db()

    merge_incidents(
        source=major, target=other, reason="同一件事", officer=yunchuan.lu, now=LATER
    )

    task.clock.refresh_from_db()
    assert task.clock.subject_ref == other.number
    assert list(open_tasks(other)) == [task]
    task.proposal.incident.refresh_from_db()
    make_task_report(yunchuan, task, now=LATER)
    assert AuditRecord.objects.get(verb="task.reported").topic == other.audit_topic


def test_a_task_is_taken_on_once_and_by_its_unit(yunchuan, approved):
    task = task_of(yunchuan, approved)
    with pytest.raises(Refused, match="仅区水务局人员可签收"):
        accept_task(assignment=task, officer=yunchuan.window, now=LATER)

    accept_task(assignment=task, officer=yunchuan.water, now=LATER)
    with pytest.raises(Refused, match="不能办理此操作"):
        accept_task(assignment=task, officer=yunchuan.water, now=LATER)

    assert (task.state, task.accepted_at, task.accepted_by) == (
        AssignmentState.ACCEPTED,
        LATER,
        yunchuan.water,
    )
    record = AuditRecord.objects.get(verb="proposal.accepted")
    assert record.data == {"unit": "区水务局", "task": task.number}


def test_a_task_that_somebody_changed_meanwhile_is_not_taken_on(yunchuan, approved):
    task = task_of(yunchuan, approved)

    with pytest.raises(Stale):
        accept_task(assignment=task, officer=yunchuan.water, now=LATER, revision=7)

    task.refresh_from_db()
    assert task.state == AssignmentState.ASSIGNED
