"""Posts that nobody acted on are withdrawn; the machine's triage items follow them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.learning.models import EngineSnapshot
from huiying.jobs.stream.worker import forget_workers
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.stream.actions.withdraw_placed import withdraw_placed
from tests.factories import T0
from tests.scenarios.incidents import (
    QUEUE,
    candidate_of,
    incident_of,
    run_stream,
    submit_posts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold():
    forget_workers()
    yield
    forget_workers()


def posts_of(candidate):
    rows = Placement.objects.filter(event_id=candidate.event_id)
    return list(rows.order_by("seq").values_list("post_id", flat=True))


def withdraw(cast, posts):
    return withdraw_placed(
        bureau_id=cast.bureau.pk, post_ids=posts, now=T0 + timedelta(minutes=1)
    )


def test_a_triage_item_without_posts_goes_and_that_is_on_record(yunchuan):
    candidate = candidate_of(yunchuan, QUEUE)
    posts = posts_of(candidate)

    assert withdraw(yunchuan, posts) == set(posts)

    assert not Post.objects.filter(pk__in=posts).exists()
    assert not Candidate.objects.filter(event_id=candidate.event_id).exists()
    assert AuditRecord.objects.get(verb="candidate.withdrawn").data == {"size": 4}


def test_a_triage_item_that_keeps_other_posts_is_counted_anew(yunchuan):
    candidate = candidate_of(yunchuan, QUEUE)
    last = posts_of(candidate)[-1]

    withdraw(yunchuan, [last])

    candidate.refresh_from_db()
    assert candidate.size == 3


@pytest.mark.parametrize(
    "act",
    [
        {"state": CandidateState.WATCHED},
        {"state": CandidateState.DISMISSED},
        {"major_since": T0},
    ],
)
def test_posts_of_an_item_that_somebody_acted_on_stay(yunchuan, act):
    candidate = candidate_of(yunchuan, QUEUE)
    Candidate.objects.filter(pk=candidate.pk).update(**act)

    assert withdraw(yunchuan, posts_of(candidate)) == set()
    assert Post.objects.count() == 4


def test_posts_of_an_incident_stay_and_those_beside_it_go(yunchuan):
    incident_of(yunchuan, QUEUE)
    beside = submit_posts(yunchuan, "巷口的路灯不亮", now=T0 + timedelta(minutes=3))
    run_stream(yunchuan, now=T0 + timedelta(minutes=4))
    posts = list(Post.objects.values_list("pk", flat=True))

    assert withdraw(yunchuan, posts) == set(beside)
    assert Post.objects.count() == 4


def test_a_post_that_an_officer_placed_stays(yunchuan):
    candidate = candidate_of(yunchuan, QUEUE)
    first, *others = posts_of(candidate)
    Placement.objects.filter(post_id=first).update(pinned=True)

    assert withdraw(yunchuan, [first, *others]) == set(others)


def test_what_gets_the_numbers_of_withdrawn_placements_is_looked_at_anew(yunchuan):
    candidate = candidate_of(yunchuan, QUEUE)
    EngineSnapshot.objects.update_or_create(
        bureau=yunchuan.bureau, defaults={"turn": 4, "taken_at": T0, "blob": b""}
    )

    withdraw(yunchuan, posts_of(candidate)[2:])

    assert EngineSnapshot.objects.get().turn == 2
