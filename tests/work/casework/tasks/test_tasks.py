"""交办任务: who does what by when, with material; back and forth at most three times."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.tasks.actions.assign import accept_task, assign_task
from huiying.work.casework.tasks.actions.close_task import close_task, recheck_task
from huiying.work.casework.tasks.actions.report_task import add_material, report_task
from huiying.work.casework.tasks.actions.return_task import (
    instruct_task,
    reassign_task,
    recall_task,
    return_task,
    send_back_task,
)
from huiying.work.casework.tasks.models import EntryKind, Material
from huiying.work.casework.tasks.queries import open_tasks
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import QUEUE, WATER, incident_of
from tests.scenarios.tasks import make_task_report, take_task, task_of, upload_picture

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=2)
S = AssignmentState


def major_and_approved(cast):
    major = incident_of(cast, WATER, grade=Grade.MAJOR)
    make_signed_minutes(cast, major)
    return major, make_approved_proposal(cast, major)


standing_rows, rows, yunchuan, both = module_rows(major_and_approved)


@pytest.fixture
def major(both):
    return both[0]


@pytest.fixture
def approved(both):
    return both[1]


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


def test_a_report_stops_the_clock_and_keeps_its_files(yunchuan, approved):
    task = take_task(yunchuan, approved)

    make_task_report(yunchuan, task, now=LATER)

    task.clock.refresh_from_db()
    assert task.state == S.REPORTED
    assert task.clock.state == ClockState.MET
    assert Material.objects.get(entry__assignment=task).words == "三处送水点照片"
    said = AuditRecord.objects.get(verb="task.reported").data
    assert said["hashes"] == [Material.objects.get().file.sha256]


def test_material_that_was_asked_for_must_come_with_the_report(yunchuan, approved):
    task = task_of(yunchuan, approved, material="送水点照片")
    accept_task(assignment=task, officer=yunchuan.water, now=T0)

    with pytest.raises(Refused, match="送水点照片"):
        report_task(task=task, text="办好了。", pieces=[], officer=yunchuan.water, now=LATER)

    task.refresh_from_db()
    assert task.state == S.ACCEPTED


def test_nobody_of_another_unit_reports(yunchuan, approved):
    task = take_task(yunchuan, approved)

    with pytest.raises(Refused, match="只有区水务局"):
        report_task(task=task, text="办好了。", pieces=[], officer=yunchuan.window, now=LATER)


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
    assert task.clock.holder_label == "副组长"
    assert AuditRecord.objects.filter(verb="task.escalated").count() == 1
    with pytest.raises(Refused, match="已报副组长"):
        report_task(task=task, text="再报。", pieces=[], officer=yunchuan.water, now=LATER)


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
    assert (task.state, task.clock.holder_label) == (S.SENT_BACK, "领导小组办公室")
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


def test_who_did_the_work_neither_checks_nor_accepts_it(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))

    with pytest.raises(Refused, match="谁办的谁不复核"):
        recheck_task(
            task=task, passed=True, text="好。", pieces=[], officer=yunchuan.water, now=LATER
        )
    with pytest.raises(Refused, match="谁办的谁不验收"):
        close_task(task=task, text="", officer=yunchuan.water, now=LATER)


def test_a_major_matter_is_looked_at_on_the_spot_before_it_is_accepted(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))

    with pytest.raises(Refused, match="现场复核"):
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

    with pytest.raises(Refused, match="现场复核"):
        close_task(task=task, text="", officer=yunchuan.shen, now=LATER)


def test_a_significant_matter_may_be_accepted_without(yunchuan):
    incident = incident_of(yunchuan, QUEUE, grade=Grade.SIGNIFICANT)
    make_signed_minutes(yunchuan, incident)
    task = make_task_report(
        yunchuan, take_task(yunchuan, make_approved_proposal(yunchuan, incident))
    )

    close_task(task=task, text="", officer=yunchuan.shen, now=LATER)

    assert task.state == S.CLOSED


def test_a_double_click_reports_once(yunchuan, approved):
    task = take_task(yunchuan, approved)
    seen = task.revision
    report_task(
        task=task,
        text="办好了。",
        pieces=[],
        officer=yunchuan.water,
        now=LATER,
        revision=seen,
    )

    with pytest.raises(Refused, match="已反馈"):
        report_task(
            task=task,
            text="办好了。",
            pieces=[],
            officer=yunchuan.water,
            now=LATER,
            revision=seen,
        )
    assert task.entries.count() == 1


def test_a_stale_tab_changes_nothing(yunchuan, approved):
    task = make_task_report(yunchuan, take_task(yunchuan, approved))
    seen = task.revision
    add_material(
        task=task, pieces=[upload_picture(yunchuan)], officer=yunchuan.water, now=LATER
    )

    with pytest.raises(Stale):
        return_task(
            task=task,
            reason="不行。",
            officer=yunchuan.shen,
            now=LATER,
            revision=seen,
        )

    task.refresh_from_db()
    assert task.state == S.REPORTED


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


def test_a_task_is_called_back_with_a_reason(yunchuan, approved):
    task = take_task(yunchuan, approved)

    recall_task(task=task, reason="水已恢复。", officer=yunchuan.shen, now=LATER)

    task.clock.refresh_from_db()
    assert (task.state, task.clock.state) == (S.RECALLED, ClockState.CANCELLED)
    with pytest.raises(Refused, match="已收回"):
        make_task_report(yunchuan, task, now=LATER)


def test_the_record_of_all_this_verifies(yunchuan, approved):
    task = take_task(yunchuan, approved)
    three_times(yunchuan, task)

    assert verify(bureau_id=yunchuan.bureau.pk).holds
