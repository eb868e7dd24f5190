"""How many posts hold a term."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.stream.document_frequency import DocumentFrequency
from huiying.engine.stream.prepare import prepare
from tests.engine.material import sample_posts


@given(st.lists(st.tuples(st.integers(0, 19), st.booleans()), max_size=40), st.integers(1, 5))
def test_posts_that_wait_are_counted_when_asked(steps, often):
    posts = [prepare(one).ids for one in sample_posts(20, seed=9)]
    asked = np.unique(np.concatenate(posts))
    held, there = DocumentFrequency(), set()
    for at, (which, comes) in enumerate(steps):
        if comes and which not in there:
            held.add(posts[which])
            there.add(which)
        elif not comes and which in there:
            held.remove(posts[which])
            there.remove(which)
        if at % often == 0:
            held.of(asked)

    told = [sum(term in posts[which] for which in there) for term in asked]
    assert held.of(asked).tolist() == told
