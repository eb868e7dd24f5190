"""How far a matter has spread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.reaction import breakout_of, read_reaction
from tests.engine.material import post


def test_volume_voices_and_platforms_are_counted():
    found = read_reaction(
        [
            post(1, "停水", source="微博", community="云川", voice=b"a"),
            post(2, "停水", source="微博", community="北岭", voice=b"a"),
            post(3, "停水", source="论坛", voice=b"b"),
        ],
        usual_level=0.5,
    )

    assert (found.volume, found.voices, found.platforms, found.communities) == (3, 2, 2, 2)
    assert found.breakout == 3
    assert found.times_usual == 6.0


def test_what_is_unknown_stays_unknown():
    found = read_reaction([post(1, "停水")], usual_level=None)

    assert (found.voices, found.platforms, found.communities) == (None, None, None)
    assert (found.breakout, found.times_usual) == (None, None)


@pytest.mark.parametrize(
    ("platforms", "communities", "breakout"),
    [(0, 0, None), (1, 0, 1), (1, 1, 1), (1, 2, 2), (2, 1, 2), (2, 0, 2), (2, 2, 3)],
)
def test_breakout_grows_with_platforms_and_communities(platforms, communities, breakout):
    assert breakout_of(platforms, communities) == breakout


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), min_size=1, max_size=9)
)
def test_more_posts_never_narrow_the_spread(places):
    posts = [
        post(at, "停水", source=one, community=two) for at, (one, two) in enumerate(places)
    ]

    few, many = read_reaction(posts[:1], 1.0), read_reaction(posts, 1.0)

    assert many.breakout >= few.breakout
    assert many.times_usual >= few.times_usual
