"""升级、降级: a new clock for a new grade, and no breach is ever erased."""

from datetime import timedelta

import pytest

from huiying.base.clocks.actions.fire import mark_breaches
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.requests import waiting_requests
from huiying.work.incidents.grading.rises import waiting_rise
from tests.scenarios.grading import sign_waiting
from tests.scenarios.incidents import (
    WATER,
    incident_of,
    run_stream,
    submit_posts,
)


def ask(incident, grade, officer, now, **more):
    """Sign a grade as one officer; returns what waits for the second signature."""
    more = {"reason": "跨平台扩散", "ground": GradeGround.CONSULTED, **more}
    waits = regrade(incident=incident, grade=grade, officer=officer, now=now, **more)
    incident.refresh_from_db()
    return waits


def change(incident, grade, officer, now, **more):
    """Sign a grade, and let the deputy leader sign it too."""
    ask(incident, grade, officer, now, **more)
    sign_waiting(incident, now=now)


@pytest.mark.clause("4(3)c")
def test_an_upgrade_to_major_opens_thirty_minutes_and_keeps_the_old_clock(yunchuan, now):
    incident = incident_of(yunchuan)
    old = incident.notice_clock_id
    later = now + timedelta(hours=3)

    change(incident, Grade.MAJOR, yunchuan.shen, later)

    assert incident.notice_clock_id != old
    assert incident.notice_clock.due_at == later + timedelta(minutes=30)
    assert Clock.objects.get(pk=old).state == ClockState.RUNNING


def test_an_upgrade_never_erases_a_breach(yunchuan, now):
    incident = incident_of(yunchuan)
    old = incident.notice_clock_id
    late = now + timedelta(hours=25)
    mark_breaches(now=late)

    change(incident, Grade.MAJOR, yunchuan.shen, late)

    assert Clock.objects.get(pk=old).breached_at == now + timedelta(hours=24)


def test_a_regrade_never_extends_the_public_answer(yunchuan, now):
    incident = incident_of(yunchuan)
    due = incident.response_clock.due_at

    change(incident, Grade.MAJOR, yunchuan.shen, now + timedelta(hours=1))
    change(incident, Grade.ORDINARY, yunchuan.shen, now + timedelta(hours=2))

    assert Clock.objects.get(pk=incident.response_clock_id).due_at == due


def test_a_regrade_needs_a_reason_and_a_change(yunchuan, now):
    incident = incident_of(yunchuan)

    with pytest.raises(Refused):
        regrade(
            incident=incident, grade=Grade.MAJOR, reason=" ", officer=yunchuan.shen, now=now
        )
    with pytest.raises(Refused):
        change(incident, Grade.ORDINARY, yunchuan.shen, now)


def test_a_stale_form_changes_nothing(yunchuan, now):
    incident = incident_of(yunchuan)
    seen = incident.revision
    change(incident, Grade.SIGNIFICANT, yunchuan.shen, now, revision=seen)
    assert incident.grade == Grade.SIGNIFICANT

    with pytest.raises(Stale):
        regrade(
            incident=incident,
            grade=Grade.MAJOR,
            reason="晚到的表单",
            officer=yunchuan.lu,
            now=now,
            revision=seen,
        )
    incident.refresh_from_db()
    assert incident.grade == Grade.SIGNIFICANT


def test_the_fourth_grade_is_off(yunchuan, now):
    incident = incident_of(yunchuan)

    with pytest.raises(Refused):
        change(incident, Grade.CRITICAL, yunchuan.shen, now)


@pytest.mark.clause("4(3)c")
def test_a_major_that_the_machine_proposes_on_an_open_incident_starts_one_clock_only(
    yunchuan, now
):
    incident = incident_of(yunchuan)
    later = now + timedelta(hours=2)
    submit_posts(
        yunchuan, "来访登记三号窗口排队两个小时没人叫号,挤倒踩踏已有2人死亡", now=later
    )
    run_stream(yunchuan, now=later)
    incident.refresh_from_db()
    proposed = waiting_rise(incident).clock
    assert proposed.due_at == later + timedelta(minutes=30)
    assert proposed.subject_proposed

    change(incident, Grade.MAJOR, yunchuan.shen, later + timedelta(minutes=4))

    assert incident.notice_clock_id == proposed.pk
    assert incident.notice_clock.starts_at == later
    running = Clock.objects.filter(
        kind="notice", state=ClockState.RUNNING, starts_at__gte=later
    )
    assert running.count() == 1


def major(yunchuan, now):
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR, now=now)


@pytest.mark.clause("4(3)c")
def test_one_officer_alone_lowers_no_major_and_its_thirty_minutes_run_on(yunchuan, now):
    incident = major(yunchuan, now)
    clock = incident.notice_clock

    waits = ask(incident, Grade.ORDINARY, yunchuan.shen, now + timedelta(minutes=5))

    assert waits is not None
    assert (incident.grade, incident.notice_clock) == (Grade.MAJOR, clock)
    assert Clock.objects.get(pk=clock.pk).state == ClockState.RUNNING


def test_no_second_duty_officer_but_a_leader_lowers_a_major(yunchuan, now):
    incident = major(yunchuan, now)
    ask(incident, Grade.ORDINARY, yunchuan.lu, now)

    with pytest.raises(Refused, match="组长或副组长"):
        sign_waiting(incident, now=now, by=yunchuan.shen)
    incident.notice_clock.refresh_from_db()
    assert (incident.grade, incident.notice_clock.state) == (Grade.MAJOR, ClockState.RUNNING)

    sign_waiting(incident, now=now, by=yunchuan.cheng)
    assert incident.grade == Grade.ORDINARY


def test_asking_again_starts_no_second_thirty_minutes_and_makes_none_later(yunchuan, now):
    incident = incident_of(yunchuan)
    ask(incident, Grade.MAJOR, yunchuan.shen, now + timedelta(minutes=5))
    first = incident.notice_clock

    ask(incident, Grade.MAJOR, yunchuan.lu, now + timedelta(minutes=20), reason="又一家媒体")

    assert incident.notice_clock == first
    assert [row.requested_by for row in waiting_requests(incident)] == [yunchuan.lu]


def test_one_officer_alone_lowers_no_significant_matter_either(yunchuan, now):
    incident = incident_of(yunchuan, WATER, grade=Grade.SIGNIFICANT, now=now)
    assert incident.grade == Grade.SIGNIFICANT

    waits = ask(incident, Grade.ORDINARY, yunchuan.lu, now)

    assert waits is not None
    assert incident.grade == Grade.SIGNIFICANT
    sign_waiting(incident, now=now)
    assert incident.grade == Grade.ORDINARY
