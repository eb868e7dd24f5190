"""Every part that reads posts, or keeps a state between them, bears every stream of posts."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.prepare import prepare
from huiying.engine.stream.settings import StreamSettings
from tests.engine.conformance.hostile import STREAMS, WATER, WRITTEN, within
from tests.engine.conformance.parts import POSTS_PARTS, STATEFUL_PARTS, everything_said
from tests.engine.material import post, sample_posts

every_posts_part = pytest.mark.parametrize("part", POSTS_PARTS, ids=lambda part: part.name)
every_stateful_part = pytest.mark.parametrize(
    "part", STATEFUL_PARTS, ids=lambda part: part.name
)
every_stream = pytest.mark.parametrize("posts", STREAMS.values(), ids=STREAMS)

SLOWEST = 10.0  # seconds of this process for one stream
BATCH = 25


def fed(state, posts, size=BATCH):
    return [state.feed(posts[at : at + size]) for at in range(0, len(posts), size)]


@every_posts_part
@every_stream
def test_a_hostile_set_of_posts_is_read_alike_twice_and_in_time(part, posts):
    with within(SLOWEST):
        once = part.read(posts)

    assert part.read(posts) == once


@every_stateful_part
@every_stream
def test_a_hostile_stream_is_taken_alike_twice_in_time_and_in_bounds(part, posts):
    one, two = part.begin(), part.begin()

    with within(SLOWEST):
        said = fed(one, posts)

    assert fed(two, posts) == said
    assert len(one) <= part.most


@every_stateful_part
@settings(max_examples=3, deadline=None)
@given(
    seed=st.integers(0, 9_999),
    size=st.integers(1, 40),
    cuts=st.sets(st.integers(0, 9), min_size=1, max_size=3),
    strange=st.lists(WRITTEN, max_size=4),
)
def test_an_interrupted_run_says_what_an_uninterrupted_one_says(
    part, seed, size, cuts, strange
):
    posts = [
        replace(one, text=f"{one.text}{strange[at % len(strange)]}" if strange else one.text)
        for at, one in enumerate(sample_posts(110, seed=seed))
    ]
    steady, shaken = part.begin(), part.begin()

    for at in range(0, len(posts), size):
        assert steady.feed(posts[at : at + size]) == shaken.feed(posts[at : at + size])
        if (at // size) % 10 in cuts:
            shaken = shaken.resumed()

    assert len(steady) == len(shaken)


FRAMES = 12  # of what called for memory, enough to see the engine below a library of its


def held_by_the_engine() -> int:
    """Return the bytes that code of the engine asked for, and none of another thread."""
    gc.collect()
    ours = tracemalloc.Filter(
        inclusive=True, filename_pattern="*/huiying/engine/*", all_frames=True
    )
    found = tracemalloc.take_snapshot().filter_traces([ours])
    return sum(one.size for one in found.statistics("filename"))


@every_stateful_part
def test_memory_follows_the_window_and_not_the_stream(part):
    posts = sample_posts(1_200, seed=9)
    state = part.begin()
    tracemalloc.start(FRAMES)
    fed(state, posts[:800])  # ten windows full: parts and tables have the size that they keep
    early = held_by_the_engine()

    fed(state, posts[800:])

    late = held_by_the_engine()
    tracemalloc.stop()
    assert early > 0
    assert late < early * 1.2
    assert len(state) <= part.most


def test_the_same_post_ten_thousand_times_is_one_group_of_one_event():
    one = prepare(post(1, WATER, "云川佳园停水"))
    stream = EventStream(
        StreamSettings(window_posts=2_000, window_span=post(0, "").at - one.at)
    )

    with within(SLOWEST):
        said = [
            stream.feed([replace(one, key=key) for key in range(first, first + 500)])
            for first in range(1, 10_001, 500)
        ]

    assert {place.event for result in said for place in result.placements} == {1}
    assert {place.group for result in said for place in result.placements} == {1}
    assert len(stream) <= 2_000


def test_another_process_says_the_same():
    """Sets of text have another order in every process; what is said must not."""
    other = subprocess.run(
        [sys.executable, "-m", "tests.engine.conformance.parts", "3"],
        cwd=Path(__file__).parents[3],
        env=os.environ | {"PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert other.returncode == 0, other.stderr
    assert other.stdout == everything_said(3)
