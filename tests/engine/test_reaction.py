"""How far a matter has spread, and whether it grows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.baseline import UNKNOWN
from huiying.engine.reaction import act_in, breakout_of, read_growth, read_spread

NOON = datetime(2026, 3, 2, 12)  # noqa: DTZ001 - local hours bear no zone in the engine
HOUR = timedelta(hours=1)
PLACES = st.lists(
    st.tuples(
        st.sampled_from(["", "微言", "论坛", "闪看"]),
        st.sampled_from(["", "云川", "北岭", "同城热搜"]),
        st.integers(1, 9),
    ),
    max_size=12,
)


def hours(*counts: tuple[int, int]) -> dict[datetime, int]:
    """Return posts by hours before noon."""
    return {NOON - before * HOUR: posts for before, posts in counts}


def test_volume_platforms_and_communities_are_counted():
    found = read_spread([("微言", "云川", 2), ("微言", "北岭", 1), ("论坛", "", 4)])

    assert (found.volume, found.platforms, found.communities) == (7, 2, 2)
    assert found.breakout == 3


def test_what_is_unknown_stays_unknown():
    found = read_spread([("", "", 1)])

    assert (found.platforms, found.communities, found.breakout) == (None, None, None)


@pytest.mark.parametrize(
    ("communities", "category"),
    [
        ({}, None),
        ({"论坛": 1}, 1),
        ({"论坛": 4}, 2),
        ({"论坛": 1, "短视频": 1}, 2),
        ({"论坛": 2, "短视频": 1}, 3),
    ],
)
def test_breakout_is_counted_from_platforms_and_communities(communities, category):
    assert breakout_of(communities) == category


def test_media_hot_lists_and_acts_are_the_upper_categories():
    forum = ("论坛", "", 1)

    assert read_spread([forum], media=True).breakout == 4
    assert read_spread([forum, ("微言", "同城热搜", 1)], media=True).breakout == 5
    assert read_spread([forum], act=True).breakout == 6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("区里已成立联合调查组，等结果。", "成立联合调查组"),
        ("相关负责人已被停职。", "被停职"),
        ("大家明天一起去堵门！", "大家明天一起去堵门"),
        ("店主说，公安机关已对此立案侦查。", "已对此立案侦查"),
        ("今晚都到路口堵路去。", "今晚都到路口堵路"),
        ("希望区里成立调查组。区里昨天派出工作组。", "派出工作组"),
        ("请求上级派出调查组查一查。", ""),
        ("监管部门应当对该公司作出行政处罚。", ""),
        ("我已起诉，法院已立案。", ""),
        ("今晚真想把这批电脑砸了。", ""),
        ("我们几户准备去信访大厅反映，按规矩登记。", ""),
        ("堵门的车终于挪走了。", ""),
        ("", ""),
    ],
)
def test_an_act_is_read_from_its_words_and_petitioning_is_none(text, words):
    assert words in act_in(text)
    assert bool(words) == bool(act_in(text))


@pytest.mark.parametrize(
    "act",
    ["停职", "免职", "撤职", "立案调查", "刑拘", "行政处罚", "停业整顿"],
)
def test_each_thing_that_an_authority_does_is_an_act(act):
    assert act_in(f"当事人已被{act}。") == f"已被{act}"


@pytest.mark.parametrize("call", ["堵门", "堵路", "围堵", "冲进", "砸了", "打砸", "揍"])
def test_each_word_of_obstruction_or_violence_makes_a_call(call):
    assert act_in(f"大家一起去{call}。").endswith(call)


@given(PLACES, PLACES, st.booleans(), st.booleans())
def test_more_posts_never_narrow_the_spread(some, more, media, act):
    few, many = read_spread(some), read_spread([*some, *more], media=media, act=act)

    for name in ("volume", "platforms", "communities", "breakout"):
        assert (getattr(many, name) or 0) >= (getattr(few, name) or 0)


@given(PLACES, st.randoms())
def test_the_order_of_places_says_nothing(places, chance):
    turned = list(places)
    chance.shuffle(turned)

    assert read_spread(turned) == read_spread(places)


def test_the_newest_hours_are_counted_and_a_gap_is_told():
    growth = read_growth(
        hours((0, 3), (5, 4), (23, 1), (30, 9)), UNKNOWN, now=NOON, gaps={NOON - 4 * HOUR}
    )

    assert [window.posts for window in growth.windows] == [3, 7, 8]
    assert [window.has_gap for window in growth.windows] == [False, True, True]
    assert [window.level for window in growth.windows] == [None, None, None]


def test_a_matter_flares_up_again_after_a_quiet_day():
    first, second = (80, 20), (2, 8)

    assert read_growth(hours(first, second), UNKNOWN, now=NOON).again
    assert not read_growth(hours(first), UNKNOWN, now=NOON).again, "it is quiet"
    assert not read_growth(hours(second), UNKNOWN, now=NOON).again, "it is new"
    steady = hours(first, (62, 15), (44, 15), (26, 15), (8, 9))
    assert not read_growth(steady, UNKNOWN, now=NOON).again, "it never went quiet"


def test_a_day_in_which_a_source_was_not_read_is_not_taken_for_calm():
    unread = {NOON - before * HOUR for before in range(30, 70)}

    assert not read_growth(hours((80, 20), (2, 8)), UNKNOWN, now=NOON, gaps=unread).again
