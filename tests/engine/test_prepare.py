"""Many posts are read as each of them alone."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.prepare import prepare, prepare_all
from tests.engine.material import post, sample_posts


def _packed(found):
    return [pickle.dumps(one) for one in found]


@given(st.lists(st.tuples(st.text(max_size=90), st.text(max_size=240)), max_size=6))
def test_any_texts_read_together_say_what_each_says_alone(texts):
    posts = [post(key, text, title) for key, (title, text) in enumerate(texts, start=1)]

    assert _packed(prepare_all(posts)) == _packed(map(prepare, posts))


def test_a_pair_of_characters_never_reaches_from_one_post_into_the_next():
    first, second = post(1, "停"), post(2, "水", "漏")

    assert [one.ids.size for one in prepare_all([first, second])] == [0, 0]


def test_what_was_read_already_keeps_its_place_among_hundreds():
    posts = sample_posts(300, seed=3)
    mixed = [prepare(one) if one.key % 3 == 0 else one for one in posts]

    assert _packed(prepare_all(mixed)) == _packed(map(prepare, posts))
