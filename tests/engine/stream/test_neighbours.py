"""The nearest posts do not depend on how the index was built."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.stream.idf import UNIT, IdfTable
from huiying.engine.stream.neighbours import (
    NeighbourIndex,
    heaviest_terms,
    heaviest_terms_of_all,
)
from huiying.engine.stream.prepare import prepare
from huiying.engine.stream.settings import StreamSettings
from huiying.engine.stream.window import Window
from huiying.engine.text.terms import TERM_COUNT
from tests.engine.material import sample_posts


def rows_of_posts(posts, *, seed):
    window = Window(StreamSettings(), IdfTable())
    rows = {}
    for one in sample_posts(posts, seed=seed):
        live = window.make_live_post(prepare(one), group=one.key, event=one.key)
        window.weigh(live)
        rows[one.key - 1] = window.row(live)
    return rows


@given(
    st.integers(0, 500),
    st.permutations(range(30)),
    st.sets(st.integers(0, 29), max_size=10),
    st.integers(1, 40),
)
def test_neighbours_do_not_depend_on_how_the_index_was_built(seed, order, removed, part):
    rows = rows_of_posts(30, seed=seed)
    kept = [key for key in rows if key not in removed]
    fresh = NeighbourIndex(neighbours=4, floor=0.05)
    used = NeighbourIndex(neighbours=4, floor=0.05, part_posts=part)
    for key in kept:
        fresh.add(key, rows[key])
    for key in order:
        used.add(key, rows[key])
        used.nearest([rows[key]])
    for key in removed:
        used.remove(key)
        used.remove(key)

    asked = [rows[key] for key in kept]
    assert fresh.nearest(asked) == used.nearest(asked)
    assert len(fresh) == len(used) == len(kept)


def test_what_is_left_of_an_old_part_of_the_index_is_found():
    rows = rows_of_posts(20, seed=3)
    fresh = NeighbourIndex(neighbours=4, floor=0.05)
    used = NeighbourIndex(neighbours=4, floor=0.05, part_posts=10)
    for some in (range(10), range(10, 20)):
        for key in some:
            used.add(key, rows[key])
        used.nearest([rows[key]])
    for key in range(9):
        used.remove(key)
    for key in range(9, 20):
        fresh.add(key, rows[key])

    asked = list(rows.values())
    assert used.nearest(asked) == fresh.nearest(asked)
    assert len(used) == len(fresh) == 11


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
    found = heaviest_terms_of_all(laid[0], laid[1], sizes, 4)

    alone = [heaviest_terms(*one, 4) for one in zip(ids, weights, strict=True)]
    assert [(one.tolist(), two.tolist()) for one, two in found] == [
        (one.tolist(), two.tolist()) for one, two in alone
    ]
    assert all(one.dtype == np.int32 and two.dtype == np.float64 for one, two in found)
