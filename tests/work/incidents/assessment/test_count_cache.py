"""What is counted over the posts of an event is never of posts that were there before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches

from huiying.work.incidents.assessment.post_reading import CountCache
from huiying.work.incidents.assessment.reaction import places_of, posts_by_hour
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.incidents.actions.move_posts import move_posts
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.placements.queries import count_voices
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()
    caches["process"].clear()


def counted(incident):
    return CountCache(incident.bureau_id, event_ids_of(incident))


def test_the_same_posts_are_counted_once(yunchuan, django_assert_num_queries):
    incident = incident_of(yunchuan)
    first = counted(incident)(places_of)
    again = counted(incident)

    with django_assert_num_queries(1):
        assert again(places_of) == first


def test_each_count_is_kept_apart(yunchuan):
    now = counted(incident_of(yunchuan))

    assert now(count_voices) == len(QUEUE)
    assert sum(now(posts_by_hour).values()) == len(QUEUE)


def test_a_new_post_is_counted_at_once(yunchuan, now):
    incident = incident_of(yunchuan)
    counted(incident)(posts_by_hour)

    submit_posts(yunchuan, f"{QUEUE[1]}，还要等多久", now=now + timedelta(hours=2))
    run_stream(yunchuan, now=now + timedelta(hours=2))

    assert sum(counted(incident)(posts_by_hour).values()) == len(QUEUE) + 1


def test_a_post_that_moves_in_while_another_moves_out_is_noticed(yunchuan, now):
    queue, water = incident_of(yunchuan), incident_of(yunchuan, WATER)
    before = counted(queue)(places_of)
    moves = [(queue, water), (water, queue)]
    chosen = [
        Placement.objects.filter(event_id__in=event_ids_of(one)).order_by("seq").last().post_id
        for one in (queue, water)
    ]
    for (source, target), key in zip(moves, chosen, strict=True):
        move_posts(
            source=source,
            target=target,
            post_ids=[key],
            reason="放错了",
            officer=yunchuan.shen,
            now=now + timedelta(hours=1),
        )

    assert counted(queue)(places_of) == places_of(queue.bureau_id, event_ids_of(queue))
    assert sum(place.posts for place in before) == len(QUEUE)
