"""An officer brings the event of a post to triage, however few posts there are."""

from __future__ import annotations

import pytest

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused
from huiying.work.incidents.candidates.actions.bring_to_triage import bring_to_triage
from huiying.work.incidents.candidates.actions.set_aside import set_aside
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.incidents import (
    QUEUE,
    candidate_of,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)

LAMP = "石榴巷12号门口路灯坏了三个星期,晚上看不见路"


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()
    yield
    restart_workers()


def placed(cast, text, now) -> Placement:
    [key] = submit_posts(cast, text, now=now)
    run_stream(cast, now=now)
    return Placement.objects.get(post_id=key)


def bring(cast, placement, now) -> Candidate:
    return bring_to_triage(placement=placement, officer=cast.lu, now=now)


def test_one_fetched_post_comes_to_triage_because_an_officer_wants_it(yunchuan, now):
    placement = placed(yunchuan, LAMP, now)
    assert not Candidate.objects.exists()

    row = bring(yunchuan, placement, now)

    assert (row.event_id, row.state, row.size) == (placement.event_id, CandidateState.NEW, 1)
    assert row.why == [{"code": "policy.desk_by_officer"}]
    assert row.notice_clock is None
    [requested, raised, *_] = records_of(bureau_id=yunchuan.bureau.pk)
    assert (requested.verb, requested.actor) == (
        "candidate.requested",
        f"officer:{yunchuan.lu.pk}",
    )
    assert (raised.verb, raised.actor) == ("candidate.raised", "machine")


def test_a_candidate_that_is_there_stays_as_it_is(yunchuan, now):
    there = candidate_of(yunchuan, QUEUE)
    placement = Placement.objects.filter(event_id=there.event_id).last()
    before = records_of(bureau_id=yunchuan.bureau.pk).count()

    assert bring(yunchuan, placement, now) == there
    assert records_of(bureau_id=yunchuan.bureau.pk).count() == before


def test_a_group_that_was_set_aside_is_not_brought_back(yunchuan, now):
    there = candidate_of(yunchuan, QUEUE)
    set_aside(candidate=there, move="DISMISS", reason="无关", officer=yunchuan.lu, now=now)

    row = bring(yunchuan, Placement.objects.filter(event_id=there.event_id).first(), now)

    assert row.state == CandidateState.DISMISSED


def test_a_post_of_an_incident_is_refused_with_its_number(yunchuan, now):
    incident = incident_of(yunchuan, QUEUE)

    with pytest.raises(Refused, match=incident.number):
        bring(yunchuan, Placement.objects.first(), now)
