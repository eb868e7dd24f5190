"""The measurements of load count from the planned moment, and say which tables grew."""

from __future__ import annotations

import asyncio
import os
from collections import deque

import pytest
from benchmarks.bench_soak import _growth
from benchmarks.bench_web import Seen, _timed
from benchmarks.pushing import LOUD, in_seconds, placed_of, rates
from benchmarks.server import split_cores


def test_a_page_that_was_asked_for_late_counts_from_its_plan():
    async def page():
        return "text"

    async def ask(seen):
        planned = asyncio.get_running_loop().time() - 5  # the one before took so long
        return await _timed(seen, "desk", planned, page())

    seen = Seen()

    assert asyncio.run(ask(seen)) == "text"
    assert seen.times["desk"][0] >= 5


@pytest.mark.parametrize(
    ("error", "told"),
    [(OSError("503 at /desk/"), "desk: 503 at /desk/"), (TimeoutError(), "desk: TimeoutError")],
)
def test_a_page_that_does_not_come_is_an_error_of_its_kind(error, told):
    async def page():
        raise error

    async def ask(seen):
        return await _timed(seen, "desk", 0.0, page())

    seen = Seen()

    assert asyncio.run(ask(seen)) == ""
    assert dict(seen.errors) == {told: 1}
    assert not seen.times


def test_a_table_grew_that_is_large_and_larger_than_on_the_first_day():
    looks = [{"rows": {"posts": 600, "rules": 900}}, {"rows": {"posts": 1_200, "rules": 900}}]

    assert _growth(looks) == {"posts": [600, 1_200]}


def test_the_generator_has_a_core_of_its_own_where_there_are_two(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1, 2})
    assert split_cores() == ({0, 1}, {2}, "server on 2 cores, generator on one of its own")

    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {3})
    assert split_cores()[:2] == ({3}, {3})


def test_the_loud_bureau_pushes_fifty_times_what_another_does():
    loud, *others = rates(50, 100)

    assert len(others) == 49
    assert loud == pytest.approx(LOUD * others[0])
    assert loud + sum(others) == pytest.approx(100)


def test_a_post_is_placed_once_all_before_it_are_and_its_age_counts_from_the_plan():
    sent = deque([(7, 100.0), (9, 101.0), (8, 100.5)])

    assert placed_of(sent, 9, 103.0) == [3.0, 2.5]
    assert list(sent) == [(9, 101.0)]
    assert in_seconds([3.0, 2.0, 1.0]) == {"n": 3, "p50_s": 2.0, "p95_s": 3.0, "max_s": 3.0}
    assert in_seconds([]) == {"n": 0}
