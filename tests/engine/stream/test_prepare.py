"""Many posts are read as each of them alone."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.stream.prepare import prepare, prepare_all
from tests.engine.material import post, sample_posts
from tests.engine.stream.test_duplicates import LONG


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


def test_a_prepared_post_can_be_sent_to_another_process():
    one = prepare(post(1, LONG, "停水"))

    two = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes

    assert two.ids.tolist() == one.ids.tolist()
    assert two.copy_signature == one.copy_signature
    assert two.copy_signature.minhash == one.copy_signature.minhash


def test_posts_keep_each_word_once_wherever_they_were_prepared():
    """Thousands of posts of a window speak of one place in the same words."""
    one, two = prepare(post(1, LONG)), prepare(post(2, f"{LONG}又停了"))
    sent = pickle.loads(pickle.dumps(two))  # noqa: S301 - our own bytes

    for other in (two, sent):
        kept = {id(word) for word in (*one.lead_words, *one.names)}
        assert {"停水", "云川佳"} <= {*other.lead_words, *other.names}
        assert {id(word) for word in (*other.lead_words, *other.names)} <= kept
