"""A batch of the stream is stored at once: placements, joined events, an emptied queue."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huiying.engine.stream.types import FeedResult, Merge, Placement, Suggestion
from huiying.reasons.reason import reason
from huiying.work.collection.posts.models import Arrival
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.merge_questions.models import MergeQuestion
from huiying.work.incidents.placements.models import Placement as Placed
from huiying.work.incidents.stream.actions.place_posts import place_posts
from tests.scenarios.incidents import QUEUE, WATER, candidate_of, submit_posts

SIMILAR = reason("engine.similar_words", lead="排队", score=0.4)


def store(cast, now, result=None, history=(), grave=frozenset()):
    arrivals = Arrival.objects.filter(bureau=cast.bureau)
    return place_posts(
        bureau_id=cast.bureau.pk,
        result=result or FeedResult(),
        history=history,
        grave=grave,
        arrivals=list(arrivals.values_list("pk", flat=True)),
        after=Placed.objects.count(),
        now=now,
    )


def test_posts_are_numbered_in_their_order_and_leave_the_queue(yunchuan, now):
    first, second, old = submit_posts(yunchuan, *QUEUE[:3])
    placements = (
        Placement(first, first, first, 0.0),
        Placement(second, first, first, 0.87654, (SIMILAR,)),
    )

    last = store(yunchuan, now, FeedResult(placements), history=[old], grave={first})

    rows = Placed.objects.order_by("seq")
    assert last == 3
    assert [(row.post_id, row.group_id, row.event_id, row.seq) for row in rows] == [
        (first, first, first, 1),
        (second, first, first, 2),
        (old, old, old, 3),
    ]
    assert [row.grave for row in rows] == [True, False, False]
    assert rows[1].score == 0.8765
    assert rows[1].reasons[0]["code"] == "engine.similar_words"
    assert not Arrival.objects.exists()


def test_a_batch_that_was_placed_already_is_refused_and_stays_in_the_queue(yunchuan, now):
    [key] = submit_posts(yunchuan, QUEUE[0])
    Placed.objects.create(
        post_id=key, bureau=yunchuan.bureau, group_id=key, event_id=key, seq=1
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        store(yunchuan, now, FeedResult((Placement(key, key, key, 0.0),)))

    assert Arrival.objects.count() == 1


def test_posts_and_candidate_follow_an_event_that_ended_but_not_what_an_officer_pinned(
    yunchuan, now
):
    queue, water = candidate_of(yunchuan, QUEUE), candidate_of(yunchuan, WATER)
    pinned = Placed.objects.filter(event_id=water.event_id).latest("seq")
    Placed.objects.filter(pk=pinned.pk).update(pinned=True)

    store(yunchuan, now, FeedResult(merges=(Merge(water.event_id, queue.event_id, 0.6),)))

    moved = Placed.objects.filter(event_id=queue.event_id)
    assert moved.count() == len(QUEUE) + len(WATER) - 1
    assert Placed.objects.get(event_id=water.event_id) == pinned
    assert Candidate.objects.get(pk=water.pk).state == CandidateState.ABSORBED


def test_what_the_stream_is_unsure_about_becomes_a_question(yunchuan, now):
    queue, water = candidate_of(yunchuan, QUEUE), candidate_of(yunchuan, WATER)
    near = Suggestion(queue.event_id, water.event_id, 0.2, lambda: (SIMILAR,))

    store(yunchuan, now, FeedResult(suggestions=(near,)))

    row = MergeQuestion.objects.get()
    assert (row.left_event, row.right_event) == (queue.event_id, water.event_id)
