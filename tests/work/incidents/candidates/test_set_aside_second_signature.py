"""Setting aside a proposal of 重大 takes two officers, and its 30 minutes run until then."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.candidates import CandidateMove
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.actions.set_aside import decide_set_aside, set_aside
from huiying.work.incidents.candidates.models import CandidateState
from huiying.work.incidents.candidates.set_aside_requests import (
    set_aside_hash,
    waiting_set_aside,
)
from tests.scenarios.incidents import WATER, candidate_of, restart_workers


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


def ask(candidate, officer, now, move=CandidateMove.DISMISS):
    return set_aside(
        candidate=candidate, move=move, reason="演练消息", officer=officer, now=now
    )


def decide(row, officer, now, *, approve=True, reason=""):
    decide_set_aside(
        row,
        approve=approve,
        reason=reason,
        shown_hash=set_aside_hash(row),
        officer=officer,
        now=now,
    )


@pytest.mark.clause("4(3)c")
@pytest.mark.parametrize("move", [CandidateMove.DISMISS, CandidateMove.TRANSFER])
def test_one_officer_alone_dismisses_no_major_and_its_minutes_run(yunchuan, now, move):
    candidate = candidate_of(yunchuan, WATER)

    row = ask(candidate, yunchuan.lu, now, move)

    candidate.refresh_from_db()
    assert row is not None
    assert candidate.state == CandidateState.NEW
    assert candidate.notice_clock.state == ClockState.RUNNING


def test_the_second_officer_sets_it_aside_and_ends_the_minutes(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)
    row = ask(candidate, yunchuan.lu, now)

    decide(row, yunchuan.shen, now + timedelta(minutes=3))

    candidate.refresh_from_db()
    assert candidate.state == CandidateState.DISMISSED
    assert Clock.objects.get(pk=candidate.notice_clock_id).state == ClockState.CANCELLED


def test_who_asked_cannot_sign_it_himself(yunchuan, now):
    row = ask(candidate_of(yunchuan, WATER), yunchuan.lu, now)

    with pytest.raises(Refused):
        decide(row, yunchuan.lu, now)


def test_what_was_sent_back_stays_on_the_desk(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)
    row = ask(candidate, yunchuan.lu, now)

    decide(row, yunchuan.shen, now, approve=False, reason="还没有核实")

    candidate.refresh_from_db()
    assert candidate.state == CandidateState.NEW
    assert waiting_set_aside(candidate) is None


def test_a_candidate_that_was_confirmed_meanwhile_is_not_set_aside(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)
    row = ask(candidate, yunchuan.lu, now)
    shown = set_aside_hash(row)
    confirm_candidate(
        candidate=candidate, grade=Grade.MAJOR, reason="", officer=yunchuan.shen, now=now
    )

    with pytest.raises(Stale):
        decide_set_aside(
            row, approve=True, reason="", shown_hash=shown, officer=yunchuan.shen, now=now
        )


def test_an_ordinary_candidate_is_dismissed_by_one_officer(yunchuan, now):
    candidate = candidate_of(yunchuan)

    assert ask(candidate, yunchuan.lu, now) is None

    assert candidate.state == CandidateState.DISMISSED
