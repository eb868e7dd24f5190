"""立为事件 with a grade that takes two officers: the proposed one stands meanwhile."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from tests.scenarios.grading import sign_waiting
from tests.scenarios.incidents import WATER, candidate_of, restart_workers


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


def confirm(candidate, officer, now, **more):
    return confirm_candidate(
        candidate=candidate, reason=more.pop("reason", ""), officer=officer, now=now, **more
    )


def lowered(yunchuan, now):
    """Confirm a proposal of 重大 as 一般, by one officer alone."""
    candidate = candidate_of(yunchuan, WATER)
    incident = confirm(
        candidate,
        yunchuan.lu,
        now + timedelta(minutes=9),
        grade=Grade.ORDINARY,
        reason="只一户",
        ground=GradeGround.VERIFIED,
    )
    return candidate, incident


@pytest.mark.clause("4(3)c")
def test_a_proposal_of_major_that_one_officer_lowers_stays_major_and_its_minutes_run(
    yunchuan, now
):
    candidate, incident = lowered(yunchuan, now)

    first = Clock.objects.get(pk=candidate.notice_clock_id)
    assert (incident.grade, incident.notice_clock) == (Grade.MAJOR, first)
    assert first.state == ClockState.RUNNING
    assert first.due_at == first.starts_at + timedelta(minutes=30)


@pytest.mark.clause("4(3)b")
def test_the_second_signature_lowers_it_and_cancels_the_thirty_minutes_with_a_reason(
    yunchuan, now
):
    candidate, incident = lowered(yunchuan, now)

    sign_waiting(incident, now=now + timedelta(minutes=12))

    first = Clock.objects.get(pk=candidate.notice_clock_id)
    assert incident.grade == Grade.ORDINARY
    assert first.state == ClockState.CANCELLED
    assert first.stop_reason
    assert incident.notice_clock.due_at == now + timedelta(hours=24)


def test_nobody_lowers_a_proposal_of_major_without_one_of_the_enumerated_reasons(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)

    with pytest.raises(Refused, match="请选择所属情形"):
        confirm(candidate, yunchuan.lu, now, grade=Grade.ORDINARY, reason="影响形象")

    candidate.refresh_from_db()
    assert candidate.incident is None


@pytest.mark.clause("4(3)c")
def test_not_negative_holds_only_when_a_second_officer_has_signed_it(yunchuan, now):
    incident = confirm(
        candidate_of(yunchuan, WATER),
        yunchuan.lu,
        now,
        grade=Grade.MAJOR,
        not_negative="都是询问何时来水",
    )
    assert incident.negative
    first = incident.notice_clock
    assert first.due_at == first.starts_at + timedelta(minutes=30)

    sign_waiting(incident, now=now + timedelta(minutes=5))

    assert not incident.negative
    assert incident.notice_clock.due_at > first.due_at


@pytest.mark.clause("4(3)c")
def test_a_grade_above_what_the_cards_carry_waits_and_its_thirty_minutes_run(yunchuan, now):
    candidate = candidate_of(yunchuan)
    later = now + timedelta(minutes=5)

    incident = confirm(
        candidate,
        yunchuan.lu,
        later,
        grade=Grade.MAJOR,
        reason="区领导来电",
        ground=GradeGround.ORDERED,
    )

    assert incident.grade == Grade.ORDINARY
    assert incident.notice_clock.subject_proposed
    assert incident.notice_clock.due_at == later + timedelta(minutes=30)
