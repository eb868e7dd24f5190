"""阅读和转评赞: what a source gives with a post stays with it, and the newest counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane, Post, PostReach
from huiying.work.collection.posts.reach import reach_of
from tests.factories import T0
from tests.scenarios.incidents import source_of

pytestmark = pytest.mark.django_db


def deliver(cast, *items, now=T0):
    return accept_posts(
        source=source_of(cast),
        items=items,
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=now,
    )


def one(key="1", **numbers):
    return RawItem(
        text=f"学府路停水第{key}天，没人说什么时候来水", external_key=key, numbers=numbers
    )


def test_the_numbers_of_a_source_stay_with_the_post(yunchuan):
    deliver(yunchuan, one(reads="1.2万", reposts="30", comments="12", likes="1,024"))

    row = PostReach.objects.get()
    assert (row.reads, row.reposts, row.comments, row.likes) == (12_000, 30, 12, 1_024)
    assert row.at == T0


def test_a_number_that_is_not_given_is_unknown_and_not_zero(yunchuan):
    deliver(yunchuan, one(likes="0", reads="很多"))

    row = PostReach.objects.get()
    assert (row.likes, row.reads) == (0, None)


def test_a_post_without_numbers_has_no_row(yunchuan):
    deliver(yunchuan, one())

    assert not PostReach.objects.exists()


def test_a_post_that_comes_again_brings_newer_numbers(yunchuan):
    deliver(yunchuan, one(likes="3"))
    later = T0 + timedelta(hours=2)

    (again,) = deliver(yunchuan, one(likes="800"), now=later)

    assert again.status == "repeated"
    row = reach_of([again.post_id])[again.post_id]
    assert (row.likes, row.at) == (800, later)


def test_the_same_post_twice_in_one_batch_is_one_row(yunchuan):
    deliver(yunchuan, one(likes="3"), one(likes="5"))

    assert PostReach.objects.get().likes == 5


def test_with_its_post_the_numbers_go(yunchuan):
    deliver(yunchuan, one(likes="3"))

    Post.objects.all().delete()

    assert not PostReach.objects.exists()
