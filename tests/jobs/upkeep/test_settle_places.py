"""The pass over earlier rows, and how the doctor says what is left of it."""

from __future__ import annotations

import pytest

from huiying.base.accounts.profile.models import SavedFilter
from huiying.jobs.upkeep import doctor, settle_places
from huiying.policy.rulebook.platforms import is_other
from huiying.work.collection.posts.actions.settle_places import begin_pass
from huiying.work.collection.posts.models import Arrival, EarlierPlaces, Lane, Post
from huiying.work.collection.posts.queries import pass_over_places
from huiying.work.incidents.candidates.models import Candidate
from tests.scenarios.incidents import WATER, run_stream, submit_posts

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(yunchuan, now):
    """Posts, a triage item and a filter as an earlier version stored them."""
    submit_posts(yunchuan, *WATER)
    run_stream(yunchuan, now=now)
    Post.objects.update(channel="云上听雨", url="https://weibo.com/1234567890/KxYz")
    Candidate.objects.update(channels=[["云上听雨", 4]])
    SavedFilter.objects.create(
        bureau=yunchuan.bureau,
        officer=yunchuan.lu,
        page="posts",
        name="她",
        query="channel=云上听雨",
    )
    begin_pass(yunchuan.bureau.pk)
    return yunchuan


def said(cast):
    found = doctor._of_places(cast.bureau)
    return found.fine, found.sentence


def test_a_turn_brings_all_to_the_lists_and_the_next_does_nothing(earlier, now):
    settle_places.turn(now)

    assert all(is_other(channel) for channel in Post.objects.values_list("channel", flat=True))
    assert set(Post.objects.values_list("url", flat=True)) == {"https://weibo.com/-/KxYz"}
    assert Candidate.objects.get().channels == [["other", 4]]
    assert not SavedFilter.objects.exists()
    assert settle_places.turn(now) == 0


def test_it_stands_back_while_a_file_is_placed(earlier, now):
    post = Post.objects.first()
    Arrival.objects.create(bureau=post.bureau, post=post, lane=Lane.BACKLOG)

    assert settle_places.turn(now) == 0
    assert Post.objects.filter(channel="云上听雨").count() == 4


def test_the_doctor_names_what_is_left(earlier, now):
    fine, sentence = said(earlier)
    assert not fine
    assert "还有 4 条早先的帖文没有按名单整理平台、版块和网址" in sentence

    EarlierPlaces.objects.filter(rows="posts").delete()
    assert "还有早先的候选" in said(earlier)[1]

    settle_places.turn(now)
    assert said(earlier)[0]


def test_triage_items_wait_for_the_posts_that_they_count(earlier, now):
    items = EarlierPlaces.objects.get(rows="triage_items")

    assert pass_over_places(items.pk) is None
    EarlierPlaces.objects.filter(rows="posts").delete()
    assert pass_over_places(items.pk) == items
