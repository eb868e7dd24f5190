"""The places of the bureau that is asked: words that name no person while a request runs.

In:   how to read the places of a bureau, from the door.    Out:  the words, read at the first.
Cost: nothing for a request that masks and searches nothing; else what reading costs, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from huiying.engine.masking.own_places import NO_PLACES

Read = Callable[[], frozenset[str]]


def _read_none() -> frozenset[str]:
    return NO_PLACES


_read: ContextVar[Read] = ContextVar("own_places", default=_read_none)


def own_places() -> frozenset[str]:
    """Return the words; none outside of a request."""
    return _read.get()()


@contextmanager
def using_places(read: Read) -> Iterator[None]:
    """Let ``own_places`` return what ``read`` does, which is called once at most."""
    before = _read.set(cache(read))
    try:
        yield
    finally:
        _read.reset(before)
