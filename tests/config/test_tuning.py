"""A function with room lets no call below it take memory from the system and give it back."""

from __future__ import annotations

import resource
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest

from huiying.config.tuning import STACK_ROOM, reserve_stack
from huiying.web.portal.page_cache import CachedPages


def deeper(levels: int) -> int:
    """Call in a loop from each depth; return how many pages of memory were taken in all."""
    if levels:
        return deeper(levels - 1) + loop()
    return loop()


def loop() -> int:
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(50):
        nothing()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def nothing() -> None:
    pass


@reserve_stack
def roomy(levels: int) -> int:
    return deeper(levels)


def in_a_thread(function) -> int:
    """A thread begins with an empty stack."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, 400).result()


@pytest.mark.skipif(not hasattr(resource, "RUSAGE_THREAD"), reason="Linux counts by thread")
def test_calls_below_it_take_no_memory_again_and_again():
    assert in_a_thread(roomy) < 50, "at one edge alone the loop takes fifty"


def test_a_request_that_is_served_has_room():
    import_module("huiying.config.asgi")

    assert CachedPages.__call__.__code__.co_stacksize == STACK_ROOM
