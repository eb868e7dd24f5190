"""What is counted over the posts of an event is never of posts that were there before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from huiying.work.incidents.actions.arrange import move_posts
from huiying.work.incidents.counted import Counted
from huiying.work.incidents.models import Placement
from huiying.work.incidents.queries import event_ids_of, hours_of, voices_in
from huiying.work.incidents.reaction import places_of
from tests.deeds import QUEUE, WATER, incident_of, post, restart, turn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold():
    restart()
    cache.clear()


def counted(incident):
    return Counted(incident.bureau_id, event_ids_of(incident))


def test_the_same_posts_are_counted_once(yunchuan, django_assert_num_queries):
    incident = incident_of(yunchuan)
    first = counted(incident)(places_of)
    again = counted(incident)

    with django_assert_num_queries(1):
        assert again(places_of) == first


def test_each_count_is_kept_apart(yunchuan):
    now = counted(incident_of(yunchuan))

    assert now(voices_in) == len(QUEUE)
    assert sum(now(hours_of).values()) == len(QUEUE)


def test_a_new_post_is_counted_at_once(yunchuan, now):
    incident = incident_of(yunchuan)
    counted(incident)(hours_of)

    post(yunchuan, f"{QUEUE[1]}，还要等多久", now=now + timedelta(hours=2))
    turn(yunchuan, now=now + timedelta(hours=2))

    assert sum(counted(incident)(hours_of).values()) == len(QUEUE) + 1


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
