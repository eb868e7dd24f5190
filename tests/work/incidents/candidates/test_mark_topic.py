"""A policy question is answered once: no alarm by volume, and an officer has the last word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.queries import timeline
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import BoardAlarm
from huiying.policy.grading.cards import Card
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.promotion import raises_alarm
from huiying.policy.grading.proposal import GradeProposal
from huiying.policy.procedure.stages import Stage
from huiying.reasons.rendering import render_data
from huiying.work.collection.posts.volume import Volume
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.actions.mark_topic import mark_topic
from huiying.work.incidents.candidates.actions.propose import _needs_alarm
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.responses.drafts.actions.start import start_draft
from tests.scenarios.incidents import (
    QUEUE,
    candidate_of,
    run_stream,
    submit_posts,
)

TRANSFER = [
    "请问社保转移怎么办理？从外地回来工作，社保转移需要什么材料",
    "咨询社保转移：在外地缴过社保，社保转移怎么办理，需要什么材料",
    "想了解社保转移怎么办理，外地的社保转移回来需要什么材料和手续",
]


def test_the_machine_calls_a_policy_question_a_topic_and_says_why(yunchuan):
    candidate = candidate_of(yunchuan, TRANSFER)

    assert candidate.is_topic
    assert "段询问政策（" in render_data(candidate.topic_why)
    assert not candidate_of(yunchuan, QUEUE).is_topic


def test_an_officer_says_otherwise_and_the_machine_keeps_to_it(yunchuan, now):
    candidate = candidate_of(yunchuan, TRANSFER)
    later = now + timedelta(minutes=5)

    mark_topic(candidate=candidate, is_topic=False, officer=yunchuan.lu, now=later)
    submit_posts(yunchuan, "请问社保转移怎么办理，外地社保转移需要什么材料，要多久", now=later)
    run_stream(yunchuan, now=later)

    candidate.refresh_from_db()
    assert candidate.size == 4
    assert (candidate.is_topic, candidate.topic_by) == (False, yunchuan.lu)
    said = timeline(bureau_id=yunchuan.bureau.pk, topic=f"candidate:{candidate.event_id}")
    assert "candidate.called_incident" in [row.verb for row in said]


def test_two_officers_at_once_are_told_apart(yunchuan, now):
    candidate = candidate_of(yunchuan, TRANSFER)
    seen = candidate.revision
    mark_topic(candidate=candidate, is_topic=False, officer=yunchuan.lu, now=now, revision=seen)

    with pytest.raises(Stale):
        mark_topic(
            candidate=candidate, is_topic=True, officer=yunchuan.shen, now=now, revision=seen
        )

    assert not Candidate.objects.get(pk=candidate.pk).is_topic


def proposed(content: int) -> GradeProposal:
    scores = {"content": content, "reaction": 3, "media": 2}
    cards = tuple(Card(dimension, score, ()) for dimension, score in scores.items())
    return GradeProposal(Grade.MAJOR, cards, "", ())


def test_many_who_ask_are_no_alarm_and_harm_is():
    assert not raises_alarm(proposed(1), topic=True)
    assert raises_alarm(proposed(1), topic=False)
    assert raises_alarm(proposed(3), topic=True)


def test_an_officer_alone_silences_no_alarm_by_calling_a_complaint_a_topic(yunchuan, now):
    candidate = candidate_of(yunchuan, QUEUE)
    mark_topic(candidate=candidate, is_topic=True, officer=yunchuan.lu, now=now)
    candidate.refresh_from_db()
    volume = Volume(yunchuan.bureau.pk)
    [event] = FactsReader(yunchuan.bureau.pk).read([candidate.event_id], {}, volume).values()

    assert candidate.is_topic
    assert _needs_alarm(candidate, event, proposed(1))
    row = candidate_of(yunchuan, TRANSFER)
    [asked] = FactsReader(yunchuan.bureau.pk).read([row.event_id], {}, volume).values()
    assert not _needs_alarm(row, asked, proposed(1))


def test_harm_in_a_topic_raises_the_alarm_whatever_an_officer_called_it(yunchuan, now):
    candidate = candidate_of(yunchuan, TRANSFER)
    mark_topic(candidate=candidate, is_topic=True, officer=yunchuan.lu, now=now)
    later = now + timedelta(minutes=1)

    submit_posts(
        yunchuan, "社保转移怎么办理，外地社保转移需要什么材料？刚才大厅三人死亡", now=later
    )
    run_stream(yunchuan, now=later)

    assert BoardAlarm.objects.count() == 1


def test_the_answer_to_a_topic_is_begun_without_a_notice(yunchuan, now):
    def opened(texts):
        row = candidate_of(yunchuan, texts)
        return confirm_candidate(
            candidate=row,
            grade=Grade(row.proposed_grade),
            reason="",
            officer=yunchuan.shen,
            now=now,
        )

    topic, queue = opened(TRANSFER), opened(QUEUE)
    start_draft(
        incident=topic,
        officer=yunchuan.shen,
        now=now,
        speaker=topic.lead_unit or yunchuan.office,
    )

    assert topic.stage == Stage.RESPONDING
    with pytest.raises(Refused):
        start_draft(incident=queue, officer=yunchuan.shen, now=now)
