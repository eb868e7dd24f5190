"""Incidents of a whole set of posts."""

from __future__ import annotations

from datetime import timedelta

from huiying.engine.analysis import DatedPost, find_incidents, in_order
from tests.engine.material import T0, post, sample_posts


def test_posts_of_unknown_time_keep_their_place_in_the_file():
    dated = [
        DatedPost(post(1, "a", minutes=60), is_dated=True),
        DatedPost(post(2, "b"), is_dated=False),
        DatedPost(post(3, "c", minutes=0), is_dated=True),
    ]

    ordered = in_order(dated)

    assert [one.key for one in ordered] == [3, 1, 2]
    assert ordered[2].at == T0 + timedelta(minutes=60)


def test_incidents_of_a_set_come_largest_first_with_reasons():
    posts = [DatedPost(one, is_dated=True) for one in sample_posts(200)]

    found = find_incidents(posts)

    assert found
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)
    assert all(one.size >= 2 and one.title and one.reasons for one in found)
    keys = [key for one in found for key in one.keys]
    assert len(keys) == len(set(keys))
