"""Where and when an event was spoken of, which media took it up, and what is usual."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.base.rulebook.queries import book_of
from huiying.reasons.rendering import render_all
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.posts.volume import Volume, hour_of
from huiying.work.collection.sources.models import SourceGap
from huiying.work.incidents.assessment.reaction import (
    MIN_POSTS,
    media_in,
    media_reasons,
    places_of,
    posts_by_hour,
    read_reactions,
)
from huiying.work.incidents.placements.models import Placement
from tests.factories import T0
from tests.scenarios.incidents import listen, source_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def say(cast, *items, source="云川论坛", history=False, event=None, start=T0):
    """Let posts come in, placed in one event; returns its id."""
    results = accept_posts(
        source=source_of(cast, source),
        items=list(items),
        lane=Lane.LIVE,
        history=history,
        actor=MACHINE,
        now=start,
    )
    keys = [result.post_id for result in results]
    event = event or keys[0]
    Placement.objects.bulk_create(
        Placement(post_id=key, bureau=cast.bureau, group_id=key, event_id=event, seq=key)
        for key in keys
    )
    return event


def item(number, at=T0, **more):
    return RawItem(text=f"三号楼停水第{number}条", published_at=at.isoformat(), **more)


def outcry(cast, posts=60):
    return say(cast, *[item(number, author=f"人{number}") for number in range(posts)])


def usual(cast, days=20):
    """Import the talk of the days before: two posts in the morning of each."""
    listen(cast, days)
    items = [
        RawItem(text=f"旧帖{day}-{n}", published_at=(T0 - day * DAY).isoformat())
        for day in range(1, days + 1)
        for n in range(2)
    ]
    say(cast, *items, history=True)


def reaction_of(cast, event, size=60):
    return read_reactions(cast.bureau.pk, {event: size}, Volume(cast.bureau.pk))[event]


def facts_of(cast, event, size, book):
    reaction = reaction_of(cast, event, size)
    return reaction.facts(size, reaction.spread(media_in(reaction.places, book), ""))


def reasons_of(cast, event, size, book, act=""):
    reaction = reaction_of(cast, event, size)
    spread = reaction.spread(media_in(reaction.places, book), act)
    return render_all(reaction.reasons(spread, act))


@pytest.fixture
def book(yunchuan):
    return book_of(yunchuan.bureau.pk, T0)


def test_the_multiple_is_unknown_before_a_baseline_and_known_with_it(yunchuan, book):
    event = outcry(yunchuan)
    assert facts_of(yunchuan, event, 60, book).times_usual is None
    assert "常态水平未知" in "".join(reasons_of(yunchuan, event, 60, book))

    usual(yunchuan)

    # 60 posts where 5 count as usual
    assert facts_of(yunchuan, event, 60, book).times_usual == 13.0
    assert reasons_of(yunchuan, event, 60, book) == []


def test_unknown_is_bounded_by_what_the_posts_allow(yunchuan, book):
    event = say(yunchuan, item(1), item(2))

    facts = facts_of(yunchuan, event, 2, book)

    assert (facts.times_usual, facts.times_most) == (None, 1.4)


def test_a_matter_does_not_raise_its_own_measure(yunchuan, book):
    usual(yunchuan)
    event = outcry(yunchuan)

    first = facts_of(yunchuan, event, 60, book).times_usual
    say(yunchuan, *[item(number, T0 + HOUR) for number in range(60, 90)], event=event)

    assert facts_of(yunchuan, event, 90, book).times_usual >= first


def test_an_old_first_post_does_not_hide_what_is_usual_today(yunchuan, book):
    usual(yunchuan)
    event = say(yunchuan, item(0, T0 - 40 * DAY), history=True)
    say(yunchuan, *[item(number) for number in range(1, 60)], event=event)

    facts = facts_of(yunchuan, event, 60, book)

    assert facts.times_usual == pytest.approx(1 + 59 / 5, abs=0.01)


def test_a_source_that_was_not_read_meanwhile_is_named(yunchuan, book):
    event = outcry(yunchuan)
    SourceGap.objects.create(
        bureau=yunchuan.bureau, source=source_of(yunchuan, "断了的贴吧"), from_at=T0 - HOUR
    )

    said = reasons_of(yunchuan, event, 60, book)
    assert "其间有来源未采集到（断了的贴吧），实际可能更多。" in said


def test_media_are_known_by_host_or_whole_name_the_highest_tier_first(yunchuan, book):
    event = say(
        yunchuan,
        item(1, url="https://a.thepaper.cn/1"),
        item(2, url="https://forum.example/2", community="新华社区"),
    )
    say(yunchuan, item(3), source="新华社", event=event)

    media = media_in(places_of(yunchuan.bureau.pk, [event]), book)

    assert [(one.entry, one.tier) for one in media] == [
        ("新华社", "national"),
        ("thepaper.cn", "provincial"),
    ]
    found = reaction_of(yunchuan, event, 3)
    assert found.media_facts(media).tiers == {"national", "provincial"}
    assert found.spread(media, "").breakout == 4
    assert render_all(media_reasons(media)) == [
        "来自媒体的帖文：新华社（中央级）1 条、thepaper.cn（省级）1 条。"
    ]


def test_media_are_unknown_while_no_post_has_an_address(yunchuan, book):
    here = say(yunchuan, item(1))
    there = say(yunchuan, item(2, url="https://forum.example/2"))

    assert reaction_of(yunchuan, here, 1).media_facts([]).tiers is None
    assert reaction_of(yunchuan, there, 1).media_facts([]).tiers == frozenset()


def test_an_act_is_told_with_its_words(yunchuan, book):
    event = say(yunchuan, item(1))

    said = reasons_of(yunchuan, event, 1, book, act="成立联合调查组")

    assert said == ["扩散等级 6：帖文提到“成立联合调查组”。"]


def test_posts_are_counted_by_local_hour_whatever_the_database(yunchuan):
    event = say(yunchuan, item(1, T0 - DAY), item(2, T0), item(3, T0), RawItem(text="没写时间"))

    assert posts_by_hour(yunchuan.bureau.pk, [event]) == {hour_of(T0 - DAY): 1, hour_of(T0): 3}


def test_another_bureau_is_not_counted(yunchuan, linxi):
    event = outcry(yunchuan, MIN_POSTS)

    assert places_of(linxi.bureau.pk, [event]) == []
    assert reaction_of(linxi, event, MIN_POSTS).hours == {}


def test_places_bear_no_author(yunchuan):
    event = say(yunchuan, item(1, author="张三在云川"))

    assert "张三" not in str(places_of(yunchuan.bureau.pk, [event]))
