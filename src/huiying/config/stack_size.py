"""Room for deep calls: so much runs below some functions that Python should not be stingy.

In:   a function below which a whole request or a whole test runs.
Out:  the same function; its frame asks for room that it does not need.
Cost: a megabyte of addresses while it runs; memory is only what of it is used.

CPython keeps frames in pieces of 16 KB. The call that finds its piece full takes a new one from
the system, and gives it back when it returns: done in a loop at such an edge (a template, a
query), that is a quarter of the time. A large frame gets a piece that holds all calls below.
"""

from __future__ import annotations

import types
from typing import Protocol, TypeVar, cast

STACK_ROOM = 64 * 1024
"""Places of eight bytes each; as much again is left for the calls below."""

Called = TypeVar("Called", bound=object)


class _Function(Protocol):
    __code__: types.CodeType


def reserve_stack(function: Called) -> Called:
    """Let a function of Python begin a piece of the stack that is large enough."""
    written = cast("_Function", function)
    written.__code__ = written.__code__.replace(co_stacksize=STACK_ROOM)
    return function
