"""撤回: a decision about a candidate is undone, at once or later with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.actions.take_back import take_back
from huiying.work.incidents.candidates.models import CandidateState
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    candidate_of,
    incident_of,
)
from tests.work.incidents.candidates.steps import dismiss


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


def test_a_merge_that_is_taken_back_gives_posts_and_clock_back(yunchuan, now):
    incident, candidate = incident_of(yunchuan), candidate_of(yunchuan, WATER)
    merge_into_incident(
        candidate=candidate,
        incident=incident,
        reason="同一片区",
        officer=yunchuan.lu,
        now=now,
    )

    take_back(candidate=candidate, reason="", officer=yunchuan.lu, now=now)

    incident.refresh_from_db()
    assert (candidate.state, candidate.incident) == (CandidateState.NEW, None)
    assert incident.size == len(QUEUE)
    clock = Clock.objects.get(pk=candidate.notice_clock_id)
    assert clock.subject_ref == str(candidate.event_id)
    own = Clock.objects.filter(subject_ref=incident.number)
    assert set(own) == {incident.notice_clock, incident.response_clock}


def test_a_confirmed_candidate_is_not_taken_back(yunchuan, now):
    candidate = candidate_of(yunchuan)
    confirm_candidate(
        candidate=candidate,
        grade=Grade(candidate.proposed_grade),
        reason="",
        officer=yunchuan.lu,
        now=now,
    )

    with pytest.raises(Refused, match="在事件页并案"):
        take_back(candidate=candidate, reason="误", officer=yunchuan.lu, now=now)

    assert candidate.state == CandidateState.CONFIRMED
