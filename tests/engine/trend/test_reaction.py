"""How far a matter has spread, and whether it grows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.trend.reaction import breakout_category, read_growth, read_spread

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
    assert breakout_category(communities) == category


def test_media_hot_lists_and_acts_are_the_upper_categories():
    forum = ("论坛", "", 1)

    assert read_spread([forum], media=True).breakout == 4
    assert read_spread([forum, ("微言", "同城热搜", 1)], media=True).breakout == 5
    assert read_spread([forum], act=True).breakout == 6


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
        hours((0, 3), (5, 4), (23, 1), (30, 9)),
        now=NOON,
        gaps={NOON - 4 * HOUR},
    )

    assert [window.posts for window in growth.windows] == [3, 7, 8]
    assert [window.has_gap for window in growth.windows] == [False, True, True]
    assert [window.before for window in growth.windows] == [0, 0, 9]


def test_what_was_not_read_before_is_unknown_and_no_silence():
    growth = read_growth(hours((0, 3)), now=NOON, gaps={NOON - HOUR})

    assert [window.before for window in growth.windows] == [None, 0, 0]


def test_a_matter_flares_up_again_after_a_quiet_day():
    first, second = (80, 20), (2, 8)

    assert read_growth(hours(first, second), now=NOON).again
    assert not read_growth(hours(first), now=NOON).again, "it is quiet"
    assert not read_growth(hours(second), now=NOON).again, "it is new"
    steady = hours(first, (62, 15), (44, 15), (26, 15), (8, 9))
    assert not read_growth(steady, now=NOON).again, "it never went quiet"


def test_a_day_in_which_a_source_was_not_read_is_not_taken_for_calm():
    unread = {NOON - before * HOUR for before in range(30, 70)}

    assert not read_growth(hours((80, 20), (2, 8)), now=NOON, gaps=unread).again
