"""The one change that is made to Python itself: room for deep calls, for speed.

In:   a function below which a whole request or a whole test runs.
Out:  the same function; its frame asks for room that it does not need.
Cost: a megabyte of addresses while it runs; memory is only what of it is used.

CPython keeps frames in pieces of 16 KB. The call that finds its piece full takes a new one from
the system, and gives it back when it returns: done in a loop at such an edge (a template, a
query), that is a quarter of the time. A large frame gets a piece that holds all calls below.

Measured: docs/experiments/2026-11-changes-to-python.md (pages 15 % quicker, up to 38 % at an
edge). It ends with Python 3.12: since gh-142183, in later releases of 3.13 and 3.14, a piece
is kept. When ``requires-python`` reaches 3.13, delete this module.
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
