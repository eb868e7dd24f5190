"""The stream asks whether two matters are one; what was answered stays answered."""

from __future__ import annotations

import pytest

from huiying.engine.stream.types import Suggestion
from huiying.reasons.reason import reason
from huiying.work.incidents.merge_questions.actions.answer import answer_question
from huiying.work.incidents.merge_questions.actions.record import (
    drop_open_questions,
    record_questions,
)
from huiying.work.incidents.merge_questions.models import MergeQuestion, QuestionState
from huiying.work.incidents.merge_questions.queries import open_questions_about
from tests.scenarios.incidents import QUEUE, candidate_of
from tests.work.incidents.merge_questions.steps import LAMPS, LIKE_WORDS, asked

APART = QuestionState.APART


@pytest.fixture
def queue(yunchuan):
    return candidate_of(yunchuan, QUEUE)


@pytest.fixture
def lamps(yunchuan):
    return candidate_of(yunchuan, LAMPS)


def test_a_pair_is_asked_about_once_whichever_side_is_named_first(yunchuan, queue, lamps, now):
    pair = (lamps.event_id, queue.event_id)
    near = Suggestion(*pair, 0.21, lambda: (LIKE_WORDS,))

    record_questions(bureau_id=yunchuan.bureau.pk, suggestions=[near], now=now)
    row = asked(queue, lamps, now)

    assert MergeQuestion.objects.get() == row
    assert (row.left_event, row.right_event) == (queue.event_id, lamps.event_id)
    assert (row.state, row.requested_at) == (QuestionState.OPEN, now)
    assert row.reasons[0]["code"] == "engine.similar_words"


def test_an_open_question_keeps_the_newest_score_and_reasons(queue, lamps, now):
    asked(queue, lamps, now, score=0.18)

    place = reason("engine.other_place")
    near = Suggestion(queue.event_id, lamps.event_id, 0.25, lambda: (place,))
    record_questions(bureau_id=queue.bureau_id, suggestions=[near], now=now)

    row = MergeQuestion.objects.get()
    assert row.score == 0.25
    assert row.reasons[0]["code"] == "engine.other_place"


def test_a_side_that_nobody_could_be_shown_is_not_asked_about(queue, now):
    hidden = Suggestion(queue.event_id, queue.event_id + 1_000, 0.24, lambda: (LIKE_WORDS,))

    record_questions(bureau_id=queue.bureau_id, suggestions=[hidden], now=now)

    assert not MergeQuestion.objects.exists()


def test_an_answer_stays_when_the_stream_suggests_again(yunchuan, queue, lamps, now):
    row = asked(queue, lamps, now)
    answer_question(row=row, state=APART, officer=yunchuan.lu, now=now)

    asked(queue, lamps, now, score=0.3)
    drop_open_questions(bureau_id=yunchuan.bureau.pk, ended=[lamps.event_id])

    row.refresh_from_db()
    assert (row.state, row.score) == (QuestionState.APART, 0.21)
    assert open_questions_about(yunchuan.bureau.pk, queue.event_id) == []


def test_questions_about_what_the_machine_joined_are_dropped(yunchuan, queue, lamps, now):
    asked(queue, lamps, now)

    drop_open_questions(bureau_id=yunchuan.bureau.pk, ended=[lamps.event_id])

    assert not MergeQuestion.objects.exists()
