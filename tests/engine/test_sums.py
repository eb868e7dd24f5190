"""What is done for many posts at once is what is done for each."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.events import Event
from huiying.engine.neighbours import heaviest, heaviest_of_all
from huiying.engine.prepare import prepare
from huiying.engine.terms import TERM_COUNT
from huiying.engine.types import StreamSettings
from huiying.engine.weights import UNIT, Rarity
from huiying.engine.window import Window
from tests.engine.material import sample_posts


@given(
    st.lists(
        st.dictionaries(st.integers(0, TERM_COUNT - 1), st.integers(0, UNIT), max_size=9),
        max_size=6,
    )
)
def test_the_heaviest_terms_of_many_posts_are_those_of_each(posts):
    ids = [np.array(sorted(one), np.int32) for one in posts]
    weights = [np.array([one[term] for term in sorted(one)], np.uint16) for one in posts]
    sizes = np.array([len(one) for one in posts], np.intp)

    laid = [
        np.concatenate([*some, np.empty(0, some_of)])
        for some, some_of in ((ids, np.int32), (weights, np.uint16))
    ]
    found = heaviest_of_all(laid[0], laid[1], sizes, 4)

    alone = [heaviest(*one, 4) for one in zip(ids, weights, strict=True)]
    assert [(one.tolist(), two.tolist()) for one, two in found] == [
        (one.tolist(), two.tolist()) for one, two in alone
    ]
    assert all(one.dtype == np.int32 and two.dtype == np.float64 for one, two in found)


@given(st.integers(1, 5), st.integers(1, 5), st.tuples(st.booleans(), st.booleans()))
def test_an_event_that_took_another_in_is_the_event_of_all_members(mine, its, looked_at):
    window = Window(StreamSettings(), Rarity())
    posts = []
    for one in sample_posts(mine + its, seed=3):
        live = window.live(prepare(one), group=one.key, event=1)
        window.weigh(live)
        posts.append(live)
    left, right, anew = Event(1), Event(2), Event(1)
    for at, one in enumerate(posts):
        (left if at < mine else right).add(one)
        anew.add(one)
    for event, looked in zip((left, right), looked_at, strict=True):
        if looked:
            event.dot(window.scratch.lay(posts[0].ids, posts[0].weights))

    left.absorb(right)

    laid = window.scratch.lay(posts[0].ids, posts[0].weights)
    assert left.dot(laid) == anew.dot(laid)
    assert left.compact()[0].tolist() == anew.compact()[0].tolist()
    assert left.compact()[1].tolist() == anew.compact()[1].tolist()
    assert (left.square, left.name_weights, left.name_square) == (
        anew.square, anew.name_weights, anew.name_square,
    )  # fmt: skip
