"""The machine raises a candidate for an event that is worth a look, and keeps it up to date."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.queries import records_of
from huiying.base.outbox.models import BoardAlarm
from huiying.engine.masking.second_look import mask_again
from huiying.engine.masking.tagger import is_installed
from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import reason
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.propose import propose_candidates
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
    run_stream,
    submit_posts,
)


def placed(cast, texts, now) -> int:
    """Let posts stand in one event that nobody looked at yet; return the event."""
    keys = submit_posts(cast, *texts, now=now)
    Placement.objects.bulk_create(
        Placement(bureau=cast.bureau, post_id=key, group_id=key, event_id=keys[0], seq=number)
        for number, key in enumerate(keys, Placement.objects.count() + 1)
    )
    return keys[0]


def look(cast, *events, now, reasons=None):
    reader = FactsReader(cast.bureau.pk)
    propose_candidates(reader, event_ids=events, now=now, reasons=reasons or {})


def test_an_event_that_several_speak_of_is_a_candidate_with_reasons(yunchuan, now):
    event = placed(yunchuan, QUEUE, now)
    why = reason("engine.similar_words", lead="排队", score=0.4)

    look(yunchuan, event, now=now, reasons={event: [why]})

    row = Candidate.objects.get()
    assert (row.event_id, row.size, row.raised_at) == (event, len(QUEUE), now)
    assert row.why[1]["code"] == "engine.similar_words"
    assert row.notice_clock is None
    record = records_of(bureau_id=yunchuan.bureau.pk).first()
    assert (record.verb, record.data["size"]) == ("candidate.raised", len(QUEUE))


def test_two_voices_are_not_yet_a_candidate(yunchuan, now):
    look(yunchuan, placed(yunchuan, QUEUE[:2], now), now=now)

    assert not Candidate.objects.exists()


def test_a_second_look_counts_anew_and_raises_nothing_twice(yunchuan, now):
    event = placed(yunchuan, QUEUE[:3], now)
    look(yunchuan, event, now=now)
    [key] = submit_posts(yunchuan, QUEUE[3], now=now, channel="公众号")
    Placement.objects.create(
        bureau=yunchuan.bureau, post_id=key, group_id=key, event_id=event, seq=4
    )

    look(yunchuan, event, now=now + timedelta(minutes=5))

    row = Candidate.objects.get()
    assert (row.size, row.raised_at) == (4, now)
    verbs = [each.verb for each in records_of(bureau_id=yunchuan.bureau.pk)]
    assert verbs.count("candidate.raised") == 1


@pytest.mark.clause("4(3)c", "5b")
def test_what_looks_grave_starts_the_thirty_minutes_and_one_alarm(yunchuan, now):
    event = placed(yunchuan, WATER, now)

    look(yunchuan, event, now=now)
    look(yunchuan, event, now=now + timedelta(minutes=5))

    row = Candidate.objects.get()
    assert (row.proposed_grade, row.major_since) == (Grade.MAJOR, now)
    assert row.notice_clock.due_at == now + timedelta(minutes=30)
    assert BoardAlarm.objects.filter(key=f"major:{event}").count() == 1


class JoinedMeanwhile(FactsReader):
    """Another process joins all events with another one just after they were read."""

    def read(self, *what):
        facts = super().read(*what)
        Placement.objects.update(event_id=1)
        return facts


def test_an_event_that_was_joined_to_another_meanwhile_is_left_out(yunchuan, now):
    event = placed(yunchuan, QUEUE, now)

    propose_candidates(
        JoinedMeanwhile(yunchuan.bureau.pk), event_ids=[event], now=now, reasons={}
    )

    assert not Candidate.objects.exists()


def test_new_posts_join_an_open_incident_by_themselves(yunchuan, now):
    incident = incident_of(yunchuan)
    submit_posts(yunchuan, "三号窗口来访登记今天还是排队两个小时", now=now + timedelta(hours=3))
    run_stream(yunchuan, now=now + timedelta(hours=3))

    incident.refresh_from_db()
    assert incident.size == len(QUEUE) + 1
    assert incident.last_post_at == now + timedelta(hours=3)


@pytest.mark.skipif(not is_installed(), reason="the tagger is not installed")
def test_a_title_names_the_district_and_no_person(yunchuan, now):
    texts = [f"云川今天又停水了，{tail}" for tail in ("谁管管", "打热线没人接", "老人没水用")]
    assert "〔姓名〕" in mask_again(texts)[0].text, "else these texts show nothing"

    look(yunchuan, placed(yunchuan, texts, now), now=now)

    assert Candidate.objects.get().title.startswith("云川今天又停水了")
