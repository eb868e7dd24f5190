"""排除, 转送, 列入关注: a candidate leaves the desk with a reason, or is watched."""

from __future__ import annotations

import pytest

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import BoardAlarm
from huiying.policy.procedure.candidates import CandidateMove
from huiying.work.incidents.candidates.actions.set_aside import set_aside
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from tests.scenarios.grading import set_aside_with_second
from tests.scenarios.incidents import (
    WATER,
    candidate_of,
)
from tests.work.incidents.candidates.steps import dismiss


def test_a_dismissal_needs_a_reason_and_stops_the_clock(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)

    with pytest.raises(Refused):
        dismiss(candidate, yunchuan.lu, now, "")
    dismiss(candidate, yunchuan.lu, now, "演练消息")

    assert candidate.state == CandidateState.DISMISSED
    assert Clock.objects.get(pk=candidate.notice_clock_id).state == ClockState.CANCELLED


def test_what_is_another_body_s_matter_is_transferred_and_its_alarm_taken(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)

    set_aside_with_second(
        candidate=candidate,
        move=CandidateMove.TRANSFER,
        reason="转水务局",
        officer=yunchuan.lu,
        now=now,
    )

    assert candidate.state == CandidateState.TRANSFERRED
    assert BoardAlarm.objects.get(key=f"major:{candidate.event_id}").taken_by == yunchuan.shen
    record = records_of(bureau_id=yunchuan.bureau.pk).first()
    assert record.verb == "candidate.transferred"
    assert record.data == {"reason": "转水务局", "state": "TRANSFERRED"}


def test_a_watched_candidate_keeps_its_clock_and_needs_no_reason(yunchuan, now):
    candidate = candidate_of(yunchuan, WATER)

    set_aside(
        candidate=candidate,
        move=CandidateMove.WATCH,
        reason="",
        officer=yunchuan.lu,
        now=now,
    )

    assert candidate.state == CandidateState.WATCHED
    assert Clock.objects.get(pk=candidate.notice_clock_id).state == ClockState.RUNNING


def test_of_two_officers_who_set_a_candidate_aside_one_succeeds(yunchuan, now):
    candidate = candidate_of(yunchuan)
    on_her_screen = Candidate.objects.get(pk=candidate.pk)
    dismiss(candidate, yunchuan.lu, now, "演练消息")

    with pytest.raises(Stale, match="陆知远"):
        dismiss(on_her_screen, yunchuan.shen, now, "与本区无关")

    assert Candidate.objects.get().reason == "演练消息"
