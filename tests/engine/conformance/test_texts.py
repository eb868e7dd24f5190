"""Every part that reads a text bears every text, says the same twice, and ends in time."""

from __future__ import annotations

import gc
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.conformance.hostile import LARGE, TEXTS, UNITS, WRITTEN, within
from tests.engine.conformance.parts import TEXT_PARTS

every_part = pytest.mark.parametrize("part", TEXT_PARTS, ids=lambda part: part.name)

SLOWEST = 8.0  # seconds of this process for a megabyte; by its square it would be hours
LONGEST_TITLE = 50_000
WATCHED = LARGE // 20  # characters read while memory is watched, which is slow
MOST_MEMORY = 100 * WATCHED  # bytes
REPEATED = 20_000  # characters, all of which are analysed
SLOWEST_REPEATED = 3.0
READ = 120  # texts between two looks at what is kept


@every_part
def test_every_hostile_text_is_read_in_time(part):
    for name, text in TEXTS.items():
        with within(SLOWEST, name):
            part.read("", text)
            part.read(text[:LONGEST_TITLE], "停水")


@every_part
@pytest.mark.parametrize("name", ["mixed scripts", "lone surrogates", "markup", "emoji only"])
def test_the_same_text_is_read_alike_twice(part, name):
    assert part.read(name, TEXTS[name]) == part.read(name, TEXTS[name])


@every_part
def test_a_long_text_does_not_fill_the_memory(part):
    text = TEXTS["pages of names"][:WATCHED]
    part.read("停水", text[:1_000])
    tracemalloc.start()

    part.read("停水", text)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MOST_MEMORY


@every_part
def test_nothing_is_kept_of_what_was_read(part):
    def read(first, count):
        for at in range(first, first + count):
            part.read(f"第{at}条", f"云川佳园{at}号楼停水{at}天，{at % 50}人被困。")

    def held_after(first, count):
        read(first, count)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    read(0, 60)
    gc.freeze()  # what is there already need not be looked through
    tracemalloc.start()
    held = [held_after(first, READ) for first in (1_000, 2_000, 3_000)]
    tracemalloc.stop()
    gc.unfreeze()

    grown = [later - earlier for earlier, later in pairwise(held)]
    assert min(grown) < READ * 400  # a bounded cache fills, and its table may double once


@every_part
@settings(max_examples=15, deadline=None)
@given(title=WRITTEN, text=WRITTEN)
def test_whatever_is_written_is_read_alike_twice(part, title, text):
    assert part.read(title, text) == part.read(title, text)


@every_part
@settings(max_examples=12, deadline=None)
@given(unit=UNITS, end=st.sampled_from(["", "。", "死亡", "〕", ">", "@"]))
def test_a_piece_repeated_without_end_does_not_take_ages(part, unit, end):
    text = unit * (REPEATED // len(unit)) + end

    with within(SLOWEST_REPEATED):
        part.read("", text)
