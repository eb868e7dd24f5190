"""这两件是一件吗？ The few links most worth a question, and what an answer holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.queries import timeline
from huiying.base.errors import Refused, Stale
from huiying.engine.stream.question_gain import expected_gain, probability_same
from huiying.engine.stream.settings import StreamSettings
from huiying.jobs.stream.worker import worker_of
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.candidates.models import CandidateState
from huiying.work.incidents.merge_questions.actions.answer import (
    answer_question,
    take_back_answer,
)
from huiying.work.incidents.merge_questions.models import QuestionState
from huiying.work.incidents.merge_questions.queries import open_questions
from huiying.work.incidents.placements.models import OfficerDecision, Placement
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    candidate_of,
    run_stream,
    submit_posts,
)
from tests.work.incidents.merge_questions.steps import LAMPS, asked

JOINED, APART, LATER = QuestionState.JOINED, QuestionState.APART, QuestionState.LATER


@pytest.fixture
def queue(yunchuan):
    return candidate_of(yunchuan, QUEUE)


@pytest.fixture
def lamps(yunchuan):
    return candidate_of(yunchuan, LAMPS)


def events_of(cast) -> set[int]:
    return set(Placement.objects.filter(bureau=cast.bureau).values_list("event_id", flat=True))


def engine_event(cast, key: int) -> int:
    """Return where the warm stream holds a post."""
    return worker_of(cast.bureau.pk)._warm()._window.posts[key].event


def test_what_puts_most_posts_right_is_asked_first(yunchuan, queue, lamps, now):
    third = candidate_of(yunchuan, WATER)
    asked(queue, lamps, now, score=0.18)
    best = asked(queue, third, now, score=0.22)

    found = open_questions(yunchuan.bureau.pk, now)

    assert next(one.row.pk for one in found) == best.pk
    assert len(found) == 2


def test_the_gain_is_the_chance_times_the_smaller_side():
    low, high = StreamSettings().suggest_score, StreamSettings().merge_score
    half = (low + high) / 2
    assert (
        probability_same(low)
        < probability_same(half)
        < probability_same(high)
        == probability_same(0.5)
    )
    assert expected_gain(0.22, 40, 5) == pytest.approx(2.0)
    assert expected_gain(0.22, 5, 40, ["engine.other_place"]) == pytest.approx(1.0)


def test_yes_joins_two_candidates_and_the_stream_keeps_to_it(yunchuan, queue, lamps, now):
    row = asked(queue, lamps, now)

    answer_question(row=row, state=JOINED, officer=yunchuan.lu, now=now)

    lamps.refresh_from_db()
    queue.refresh_from_db()
    assert lamps.state == CandidateState.ABSORBED
    assert queue.size == len(QUEUE) + len(LAMPS)
    assert events_of(yunchuan) == {queue.event_id}
    assert engine_event(yunchuan, lamps.event_id) == queue.event_id
    [late] = submit_posts(yunchuan, "桂花路路灯坏了，晚上漆黑一片看不清路", now=now)
    run_stream(yunchuan, now=now)
    assert Placement.objects.get(pk=late).event_id == queue.event_id
    assert open_questions(yunchuan.bureau.pk, now) == []


def test_a_yes_that_is_taken_back_gives_the_posts_back(yunchuan, queue, lamps, now):
    row = asked(queue, lamps, now)
    answer_question(row=row, state=JOINED, officer=yunchuan.lu, now=now)
    run_stream(yunchuan, now=now)
    assert engine_event(yunchuan, lamps.event_id) == queue.event_id

    take_back_answer(row=row, officer=yunchuan.lu, now=now + timedelta(minutes=1))

    lamps.refresh_from_db()
    queue.refresh_from_db()
    assert (lamps.state, lamps.size) == (CandidateState.NEW, len(LAMPS))
    assert queue.size == len(QUEUE)
    assert events_of(yunchuan) == {queue.event_id, lamps.event_id}
    assert engine_event(yunchuan, lamps.event_id) == lamps.event_id
    assert [one.row.state for one in open_questions(yunchuan.bureau.pk, now)] == ["OPEN"]
    said = timeline(bureau_id=yunchuan.bureau.pk, topic=f"candidate:{queue.event_id}")
    assert [record.verb for record in said][:2] == ["question.taken_back", "question.joined"]


def test_yes_puts_a_candidate_into_the_incident_and_back(yunchuan, queue, lamps, now):
    row = asked(queue, lamps, now)
    incident = confirm_with_second(
        candidate=queue, grade=Grade(1), reason="", officer=yunchuan.lu, now=now
    )

    answer_question(row=row, state=JOINED, officer=yunchuan.lu, now=now)
    incident.refresh_from_db()
    assert incident.size == len(QUEUE) + len(LAMPS)
    take_back_answer(row=row, officer=yunchuan.lu, now=now + timedelta(minutes=1))

    incident.refresh_from_db()
    lamps.refresh_from_db()
    assert (incident.size, lamps.state) == (len(QUEUE), CandidateState.NEW)


def test_no_is_kept_by_the_stream_and_can_be_taken_back(yunchuan, queue, lamps, now):
    row = asked(queue, lamps, now)
    pair = (queue.event_id, lamps.event_id)

    answer_question(row=row, state=APART, officer=yunchuan.lu, now=now)
    run_stream(yunchuan, now=now)
    assert pair in worker_of(yunchuan.bureau.pk)._warm()._memory.kept_apart
    assert open_questions(yunchuan.bureau.pk, now) == []

    take_back_answer(row=row, officer=yunchuan.lu, now=now)
    assert pair not in worker_of(yunchuan.bureau.pk)._warm()._memory.kept_apart
    kinds = OfficerDecision.objects.order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["cannot_link", "may_link"]


def test_later_asks_again_after_a_day_and_constrains_nothing(yunchuan, queue, lamps, now):
    row = asked(queue, lamps, now)

    answer_question(row=row, state=LATER, officer=yunchuan.lu, now=now)

    assert open_questions(yunchuan.bureau.pk, now + timedelta(hours=23)) == []
    assert len(open_questions(yunchuan.bureau.pk, now + timedelta(hours=24))) == 1
    assert not OfficerDecision.objects.exists()


def test_of_two_officers_one_answers(yunchuan, queue, lamps, now):
    row = asked(queue, lamps, now)
    answer_question(row=row, state=APART, officer=yunchuan.lu, now=now, revision=0)

    with pytest.raises(Stale):
        answer_question(row=row, state=JOINED, officer=yunchuan.shen, now=now, revision=0)

    assert events_of(yunchuan) == {queue.event_id, lamps.event_id}


def test_two_incidents_are_joined_with_a_reason_elsewhere(yunchuan, queue, lamps, now):
    row = asked(queue, lamps, now)
    for side in (queue, lamps):
        confirm_with_second(
            candidate=side, grade=Grade(1), reason="", officer=yunchuan.lu, now=now
        )

    with pytest.raises(Refused):
        answer_question(row=row, state=JOINED, officer=yunchuan.lu, now=now)

    row.refresh_from_db()
    assert row.state == QuestionState.OPEN


def test_a_clock_that_runs_is_never_answered_away(yunchuan, queue, now):
    water = candidate_of(yunchuan, WATER)
    assert water.notice_clock is not None
    row = asked(queue, water, now)

    with pytest.raises(Refused):
        answer_question(row=row, state=JOINED, officer=yunchuan.lu, now=now)
