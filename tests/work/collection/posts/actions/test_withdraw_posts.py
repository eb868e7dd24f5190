"""A withdrawn post leaves no row, no count and no search hit, and may come again."""

from __future__ import annotations

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.actions.withdraw_posts import withdraw_posts
from huiying.work.collection.posts.models import Arrival, HourVolume, Lane, Post, PostKey
from huiying.work.collection.posts.search import PostQuery, search_posts
from tests.factories import T0

pytestmark = pytest.mark.django_db


def accept(forum, *texts):
    results = accept_posts(
        source=forum,
        items=[RawItem(text=text) for text in texts],
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=T0,
    )
    return [result.post_id for result in results]


def test_nothing_of_a_withdrawn_post_is_left_and_its_neighbours_stay(forum):
    water, lamp = accept(forum, "三天停水", "路灯不亮")

    withdraw_posts(bureau_id=forum.bureau_id, post_ids=[water])

    found = search_posts(forum.bureau_id, PostQuery(words="停水"), limit=9)
    assert found == []
    assert search_posts(forum.bureau_id, PostQuery(), limit=9) == [lamp]
    assert [model.objects.count() for model in (Post, PostKey, Arrival)] == [1, 1, 1]
    assert HourVolume.objects.get().posts == 1

    withdraw_posts(bureau_id=forum.bureau_id, post_ids=[lamp])
    assert not HourVolume.objects.exists()


def test_what_was_withdrawn_may_come_again(forum):
    [post] = accept(forum, "三天停水")
    withdraw_posts(bureau_id=forum.bureau_id, post_ids=[post])

    [again] = accept(forum, "三天停水")

    assert again not in {None, post}


def test_posts_of_another_bureau_are_not_touched(forum, yunchuan):
    [post] = accept(forum, "三天停水")

    withdraw_posts(bureau_id=yunchuan.bureau.pk + 1, post_ids=[post])

    assert Post.objects.filter(pk=post).exists()
