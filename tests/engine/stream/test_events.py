"""An event is a function of its members."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.stream.events import Event
from huiying.engine.stream.idf import IdfTable
from huiying.engine.stream.prepare import prepare
from huiying.engine.stream.settings import StreamSettings
from huiying.engine.stream.vectors import ScratchVector
from huiying.engine.stream.window import Window
from tests.engine.material import sample_posts


@given(st.lists(st.tuples(st.integers(0, 11), st.booleans()), max_size=30))
def test_a_sum_is_a_function_of_its_members(steps):
    window = Window(StreamSettings(), IdfTable())
    posts = []
    for one in sample_posts(12, seed=3):
        live = window.make_live_post(prepare(one), group=one.key, event=1)
        window.weigh(live)
        posts.append(live)
    event, scratch = Event(1), ScratchVector()
    for at, looked_at in steps:
        one = posts[at]
        if one.key in event.members:
            event.remove(one)
        else:
            known = event.dot(scratch.load(one.ids, one.weights)) if looked_at else None
            event.add(one, known)
    anew = Event(1)
    for one in event.members.values():
        anew.add(one)

    assert event.compact()[0].tolist() == anew.compact()[0].tolist()
    assert event.compact()[1].tolist() == anew.compact()[1].tolist()
    assert (event.squared_norm, event.name_weights, event.names_squared_norm) == (
        anew.squared_norm, anew.name_weights, anew.names_squared_norm,
    )  # fmt: skip


@given(st.integers(1, 5), st.integers(1, 5), st.tuples(st.booleans(), st.booleans()))
def test_an_event_that_took_another_in_is_the_event_of_all_members(mine, its, looked_at):
    window = Window(StreamSettings(), IdfTable())
    posts = []
    for one in sample_posts(mine + its, seed=3):
        live = window.make_live_post(prepare(one), group=one.key, event=1)
        window.weigh(live)
        posts.append(live)
    left, right, anew = Event(1), Event(2), Event(1)
    for at, one in enumerate(posts):
        (left if at < mine else right).add(one)
        anew.add(one)
    for event, looked in zip((left, right), looked_at, strict=True):
        if looked:
            event.dot(window.scratch.load(posts[0].ids, posts[0].weights))

    left.absorb(right)

    laid = window.scratch.load(posts[0].ids, posts[0].weights)
    assert left.dot(laid) == anew.dot(laid)
    assert left.compact()[0].tolist() == anew.compact()[0].tolist()
    assert left.compact()[1].tolist() == anew.compact()[1].tolist()
    assert (left.squared_norm, left.name_weights, left.names_squared_norm) == (
        anew.squared_norm, anew.name_weights, anew.names_squared_norm,
    )  # fmt: skip
