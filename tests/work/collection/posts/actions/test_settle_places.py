"""Posts stored earlier lose names of no list and their authors' addresses, once, in batches."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.base.search.series import SearchSeries, SeriesQuery, find
from huiying.policy.rulebook.platforms import is_other
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions import settle_places as module
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.actions.settle_places import begin_pass, settle_places
from huiying.work.collection.posts.models import EarlierPlaces, Lane, Post
from huiying.work.collection.posts.queries import count_open_places, pass_over_places
from huiying.work.collection.posts.search import (
    PostQuery,
    rebuild_post_index,
    search_posts,
)
from huiying.work.collection.sources.models import Source

ADDRESS = "https://bbs.example.org/thread?tid=12&uid=34567"


def store_as_before(forum, now, *named, url=ADDRESS):
    """Store posts whose platform and community stand as an earlier version stored them."""
    numbers = []
    for number, (channel, community) in enumerate(named):
        (result,) = accept_posts(
            source=forum,
            items=[RawItem(text=f"路灯不亮第{number}天{channel}")],
            lane=Lane.LIVE,
            history=False,
            actor=MACHINE,
            now=now,
        )
        Post.objects.filter(pk=result.post_id).update(
            channel=channel, community=community, url=url
        )
        numbers.append(result.post_id)
    rebuild_post_index()
    begin_pass(forum.bureau_id)
    return numbers


def run(forum, now, *, turns=20):
    done = 0
    for row in list(EarlierPlaces.objects.filter(rows="posts").values_list("pk", flat=True)):
        while done < turns and (progress := pass_over_places(row)) is not None:
            settle_places(progress=progress, now=now)
            done += 1
    return done


def stored():
    return list(Post.objects.order_by("pk").values_list("channel", "community", "url"))


def found_by(forum, facet):
    hits = find(
        SearchSeries.POST,
        bureau_id=forum.bureau_id,
        question=SeriesQuery(facets=[facet]),
        limit=9,
    )
    return len(hits.numbers)


def test_listed_names_stay_and_others_become_tokens(forum, now):
    register_community(bureau=forum.bureau, name="临江苑", actor=MACHINE, now=now)
    store_as_before(
        forum, now, ("新浪微博", "临江苑"), ("云上听雨", "云上听雨"), ("云上听雨", "")
    )

    run(forum, now)

    listed, first, same = stored()
    assert listed == ("微博", "临江苑", "https://bbs.example.org/thread?tid=12")
    assert first[0] == same[0]
    assert is_other(first[0])
    assert is_other(first[1])
    assert first[0] != first[1]
    assert same[1] == ""
    assert not EarlierPlaces.objects.filter(rows="posts").exists()


def test_earlier_names_of_no_list_count_as_those_of_new_posts(forum, now):
    store_as_before(forum, now, ("云上听雨", ""), ("小桥流水", ""))
    accept_posts(
        source=forum,
        items=[RawItem(text="停水", channel="云上听雨")],
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=now,
    )

    run(forum, now)

    assert len({channel for channel, *_rest in stored()}) == 2


def test_tokens_of_two_periods_cannot_be_compared(forum, now):
    store_as_before(forum, now, ("云上听雨", ""), ("云上听雨", ""), ("云上听雨", ""))
    first, second = Post.objects.order_by("pk").values_list("pk", flat=True)[:2]
    Post.objects.filter(pk__in=(first, second)).update(collected_at=now - timedelta(days=70))

    run(forum, now)

    old, same, new = (channel for channel, *_rest in stored())
    assert old == same
    assert old != new


def test_the_index_finds_them_as_other_and_holds_no_name(forum, now):
    store_as_before(forum, now, ("云上听雨", ""), ("新浪微博", ""))
    hidden = f"c{'云上听雨'.encode().hex()}"
    assert found_by(forum, hidden) == 1

    run(forum, now)

    assert found_by(forum, hidden) == 0
    for channel in ("other", "微博"):
        assert len(search_posts(forum.bureau_id, PostQuery(channel=channel), limit=9)) == 1
    assert len(search_posts(forum.bureau_id, PostQuery(words="路灯不亮"), limit=9)) == 2


def test_a_pass_goes_on_where_it_was_interrupted_and_says_what_is_left(forum, now, monkeypatch):
    monkeypatch.setattr(module, "POSTS_AT_ONCE", 2)
    store_as_before(forum, now, *[(f"昵称{number}", "") for number in range(5)])
    assert count_open_places(forum.bureau_id) == 5

    run(forum, now, turns=1)

    assert [is_other(channel) for channel, *_rest in stored()] == [True, True] + [False] * 3
    assert count_open_places(forum.bureau_id) == 3
    assert run(forum, now) == 3, "two batches, and the end"
    assert all(is_other(channel) for channel, *_rest in stored())
    assert count_open_places(forum.bureau_id) == 0


def test_posts_of_a_source_and_the_source_itself_go_the_same_way(forum, now):
    Source.objects.filter(pk=forum.pk).update(channel="云上听雨", community="小桥流水")
    store_as_before(forum, now, ("云上听雨", ""))
    forum.refresh_from_db()

    run(forum, now)
    forum.refresh_from_db()
    accept_posts(
        source=forum,
        items=[RawItem(text="停水")],
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=now,
    )

    assert (forum.channel, forum.community) == ("other", "")
    assert len({channel for channel, *_rest in stored()}) == 1, "before and after count as one"


def test_a_post_that_was_changed_meanwhile_waits_for_the_next_batch(forum, now, monkeypatch):
    (number,) = store_as_before(forum, now, ("云上听雨", ""))
    hashers = module.earlier_hashers_of

    def masks_first(bureau_id, at):
        Post.objects.filter(pk=number).update(text="〔姓名〕说路灯不亮")
        post = Post.objects.get(pk=number)
        rebuild_post_index()
        assert post.text.startswith("〔姓名〕")
        return hashers(bureau_id, at)

    monkeypatch.setattr(module, "earlier_hashers_of", masks_first)
    run(forum, now, turns=1)
    assert stored()[0][0] == "云上听雨"

    monkeypatch.setattr(module, "earlier_hashers_of", hashers)
    run(forum, now)

    assert is_other(stored()[0][0])
    assert found_by(forum, f"c{'云上听雨'.encode().hex()}") == 0


@pytest.mark.parametrize("bureau", ["linxi"])
def test_the_posts_of_another_bureau_are_left_alone(forum, now, request, bureau):
    other = request.getfixturevalue(bureau)
    store_as_before(forum, now, ("云上听雨", ""))
    Post.objects.update(bureau=other.bureau)

    run(forum, now)

    assert stored()[0][0] == "云上听雨"
