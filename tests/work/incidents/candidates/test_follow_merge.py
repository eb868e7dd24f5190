"""When the stream joins two events, their candidates and incidents follow."""

from __future__ import annotations

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.work.incidents.candidates.actions.follow_merge import follow_merge
from huiying.work.incidents.candidates.models import CandidateState
from huiying.work.incidents.core.models import IncidentEvent
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    candidate_of,
    incident_of,
)
from tests.work.incidents.candidates.steps import dismiss


def follow(source, target, now):
    follow_merge(
        bureau_id=source.bureau_id,
        source=source.event_id,
        target=target.event_id,
        now=now,
    )
    source.refresh_from_db()
    target.refresh_from_db()


def test_of_two_waiting_candidates_the_one_that_lives_on_has_the_earlier_clock(yunchuan, now):
    queue = candidate_of(yunchuan, QUEUE, now=now)
    water = candidate_of(yunchuan, WATER, now=now)
    clock = water.notice_clock

    follow(water, queue, now)

    assert (water.state, queue.state) == (CandidateState.ABSORBED, CandidateState.NEW)
    assert (queue.notice_clock, queue.major_since) == (clock, water.major_since)
    clock.refresh_from_db()
    assert (clock.state, clock.subject_ref) == (ClockState.RUNNING, str(queue.event_id))
    record = records_of(bureau_id=yunchuan.bureau.pk).first()
    assert (record.verb, record.data) == ("candidate.absorbed", {"into": str(queue.event_id)})


def test_an_incident_whose_event_ends_takes_the_event_that_lives_on(yunchuan, now):
    incident = incident_of(yunchuan, QUEUE)
    confirmed = incident.candidates.get()
    water = candidate_of(yunchuan, WATER)
    event = water.event_id

    follow(confirmed, water, now)

    assert confirmed.event_id == event
    assert IncidentEvent.objects.get(incident=incident).event_id == event
    assert water.state == CandidateState.ABSORBED
    assert Clock.objects.get(pk=water.notice_clock_id).subject_ref == incident.number


def test_a_candidate_follows_its_posts_into_an_event_that_nobody_raised(yunchuan, now):
    water = candidate_of(yunchuan, WATER)
    event = water.event_id + 1_000

    follow_merge(bureau_id=water.bureau_id, source=water.event_id, target=event, now=now)

    water.refresh_from_db()
    assert (water.event_id, water.state) == (event, CandidateState.NEW)
    assert water.notice_clock.subject_ref == str(event)


def test_a_candidate_that_was_dismissed_stays_so(yunchuan, now):
    water, queue = candidate_of(yunchuan, WATER), candidate_of(yunchuan, QUEUE)
    dismiss(water, yunchuan.lu, now, "演练消息")

    follow(water, queue, now)

    assert water.state == CandidateState.DISMISSED
    assert queue.notice_clock is None
