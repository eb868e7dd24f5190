"""立为事件: an officer confirms what the machine proposed, with a grade of his own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.queries import timeline, verify
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import BoardAlarm
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from tests.scenarios.incidents import (
    WATER,
    candidate_of,
    incident_of,
)


def confirm(candidate, officer, now, **more):
    return confirm_candidate(
        candidate=candidate,
        grade=more.pop("grade", Grade(candidate.proposed_grade)),
        reason=more.pop("reason", ""),
        officer=officer,
        now=now,
        **more,
    )


@pytest.mark.clause("6a")
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


def test_a_title_names_a_matter_without_personal_data_and_asks_for_no_removal(yunchuan, now):
    candidate = candidate_of(yunchuan)
    with pytest.raises(Refused, match="不是不让人说话"):
        confirm(candidate, yunchuan.lu, now, title="请平台删除该帖")
    assert not Incident.objects.exists()

    incident = confirm(candidate, yunchuan.lu, now, title="停水 联系 13812345678")

    assert incident.title.startswith("停水 联系")
    assert "13812345678" not in incident.title


def test_another_grade_than_proposed_needs_a_reason(yunchuan, now):
    candidate = candidate_of(yunchuan)

    with pytest.raises(Refused):
        confirm(candidate, yunchuan.lu, now, grade=Grade.MAJOR)

    assert confirm(
        candidate, yunchuan.lu, now, grade=2, reason="有人受伤", ground=GradeGround.UNREAD
    )


@pytest.mark.clause("4(3)b")
def test_the_ordinary_notice_clock_starts_at_discovery_not_at_confirmation(yunchuan, now):
    incident = confirm(candidate_of(yunchuan), yunchuan.lu, now + timedelta(hours=5))

    clock = incident.notice_clock
    assert clock.starts_at == incident.discovered_at == now
    assert clock.due_at == now + timedelta(hours=24)
    assert [hold.holder for hold in clock.holds.all()] == ["系统", "值班员"]


@pytest.mark.clause("2(1)c")
def test_the_answer_is_due_48_hours_after_discovery(yunchuan, now):
    incident = confirm(candidate_of(yunchuan), yunchuan.lu, now + timedelta(hours=5))

    assert incident.response_clock.due_at == now + timedelta(hours=48)


@pytest.mark.clause("4(3)c")
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


def test_every_decision_is_in_the_record(yunchuan, now):
    incident = incident_of(yunchuan)

    verbs = [
        row.verb for row in timeline(bureau_id=yunchuan.bureau.pk, topic=incident.audit_topic)
    ]
    assert "incident.opened" in verbs
    assert verify(bureau_id=yunchuan.bureau.pk).holds
