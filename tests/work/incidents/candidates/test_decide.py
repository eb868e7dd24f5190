"""The machine proposes, an officer decides, and everything can be taken back."""

from datetime import timedelta

import pytest

from huiying.base.audit.queries import timeline, verify
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import BoardAlarm
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.policy.procedure.candidates import CandidateMove
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.actions.open import open_candidate
from huiying.work.incidents.candidates.actions.take_back import take_back
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.core.models import Incident
from tests.scenarios.grading import set_aside_with_second
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    candidate_of,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


def confirm(candidate, officer, now, **more):
    return confirm_candidate(
        candidate=candidate,
        grade=more.pop("grade", Grade(candidate.proposed_grade)),
        reason=more.pop("reason", ""),
        officer=officer,
        now=now,
        **more,
    )


@pytest.mark.clause("6")
def test_a_confirmed_candidate_is_an_incident_with_a_signed_grade(yunchuan, now):
    candidate = candidate_of(yunchuan)
    later = now + timedelta(minutes=3)

    incident = confirm(candidate, yunchuan.lu, later)

    decision = incident.decisions.get()
    assert incident.number == "2026-0001"
    assert decision.by == yunchuan.lu
    assert decision.proposed_grade == candidate.proposed_grade
    assert len(decision.cards) == 3
    assert decision.rule_version


def test_another_grade_than_proposed_needs_a_reason(yunchuan, now):
    candidate = candidate_of(yunchuan)

    with pytest.raises(Refused):
        confirm(candidate, yunchuan.lu, now, grade=Grade.MAJOR)

    assert confirm(
        candidate, yunchuan.lu, now, grade=2, reason="有人受伤", ground=GradeGround.UNREAD
    )


def test_the_ordinary_notice_clock_starts_at_discovery_not_at_confirmation(yunchuan, now):
    incident = confirm(candidate_of(yunchuan), yunchuan.lu, now + timedelta(hours=5))

    clock = incident.notice_clock
    assert clock.starts_at == incident.discovered_at == now
    assert clock.due_at == now + timedelta(hours=24)
    assert [hold.holder for hold in clock.holds.all()] == ["系统", "值班员"]


def test_the_answer_is_due_48_hours_after_discovery(yunchuan, now):
    incident = confirm(candidate_of(yunchuan), yunchuan.lu, now + timedelta(hours=5))

    assert incident.response_clock.due_at == now + timedelta(hours=48)


def test_a_confirmed_major_keeps_the_clock_of_the_proposal(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)
    running = candidate.notice_clock

    incident = confirm(candidate, yunchuan.lu, now + timedelta(minutes=9))

    clock = Clock.objects.get(pk=running.pk)
    assert incident.notice_clock_id == running.pk
    assert clock.state == ClockState.RUNNING
    assert clock.subject_ref == incident.number
    assert not clock.subject_proposed
    assert BoardAlarm.objects.get(key=f"major:{candidate.event_id}").taken_by == yunchuan.lu


def test_two_officers_who_confirm_at_once_make_one_incident(yunchuan, now):
    candidate = candidate_of(yunchuan)
    same = Candidate.objects.get(pk=candidate.pk)
    confirm(candidate, yunchuan.lu, now, revision=0)

    with pytest.raises(Stale, match="陆知远"):
        confirm(same, yunchuan.shen, now, revision=0)

    assert Incident.objects.count() == 1


def test_a_dismissal_needs_a_reason_and_stops_the_clock(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)

    with pytest.raises(Refused):
        dismiss(candidate, yunchuan.lu, now, "")
    dismiss(candidate, yunchuan.lu, now, "演练消息")

    candidate.refresh_from_db()
    assert candidate.state == CandidateState.DISMISSED
    assert Clock.objects.get(pk=candidate.notice_clock_id).state == ClockState.CANCELLED


def dismiss(candidate, officer, now, reason):
    set_aside_with_second(
        candidate=candidate,
        move=CandidateMove.DISMISS,
        reason=reason,
        officer=officer,
        now=now,
    )


def test_a_decision_is_undone_at_once_without_a_reason_and_later_with_one(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)
    dismiss(candidate, yunchuan.lu, now, "演练消息")

    with pytest.raises(Refused):
        take_back(
            candidate=candidate,
            reason="",
            officer=yunchuan.shen,
            now=now + timedelta(seconds=61),
        )
    take_back(
        candidate=candidate, reason="", officer=yunchuan.shen, now=now + timedelta(seconds=59)
    )

    candidate.refresh_from_db()
    assert candidate.state == CandidateState.NEW
    clock = Clock.objects.get(pk=candidate.notice_clock_id)
    assert clock.state == ClockState.RUNNING
    assert clock.due_at - clock.starts_at == timedelta(minutes=30)


def test_somebody_else_must_give_a_reason_even_at_once(yunchuan, now):
    candidate = candidate_of(yunchuan)
    dismiss(candidate, yunchuan.lu, now, "无关")

    with pytest.raises(Refused):
        take_back(candidate=candidate, reason="", officer=yunchuan.shen, now=now)


def test_a_merged_candidate_brings_its_posts_and_clock_and_never_a_later_start(yunchuan, now):
    incident = incident_of(yunchuan, now=now + timedelta(hours=1))
    candidate = candidate_of(yunchuan, WATER, now=now)

    merge_into_incident(
        candidate=candidate,
        incident=incident,
        reason="同一片区",
        officer=yunchuan.lu,
        now=now + timedelta(hours=2),
    )

    incident.refresh_from_db()
    assert incident.size == 8
    assert incident.discovered_at == now
    refs = set(Clock.objects.values_list("subject_ref", flat=True))
    assert refs == {incident.number}


def test_new_posts_join_an_open_incident_by_themselves(yunchuan, now):
    incident = incident_of(yunchuan)
    submit_posts(yunchuan, "三号窗口来访登记今天还是排队两个小时", now=now + timedelta(hours=3))
    run_stream(yunchuan, now=now + timedelta(hours=3))

    incident.refresh_from_db()
    assert incident.size == len(QUEUE) + 1
    assert incident.last_post_at == now + timedelta(hours=3)


def test_the_desk_says_who_is_on_a_candidate(yunchuan, now):
    candidate = candidate_of(yunchuan)

    assert open_candidate(candidate=candidate, officer=yunchuan.lu, now=now)
    assert not open_candidate(candidate=candidate, officer=yunchuan.shen, now=now)
    later = now + timedelta(minutes=11)
    assert open_candidate(candidate=candidate, officer=yunchuan.shen, now=later)


def test_every_decision_is_in_the_record(yunchuan, now):
    incident = incident_of(yunchuan)

    verbs = [
        row.verb for row in timeline(bureau_id=yunchuan.bureau.pk, topic=incident.audit_topic)
    ]
    assert "incident.opened" in verbs
    assert verify(bureau_id=yunchuan.bureau.pk).holds
