"""Waiting for the thing itself, never for a time: a busy machine only takes longer.

In:   what is waited for.    Out:  it has come about, or the test fails after a minute.
Cost: as long as the thing takes; looks fifty times a second.
"""

from __future__ import annotations

import time
from asyncio import base_events
from collections.abc import Callable
from threading import Event

LOOK = 0.02  # seconds between two looks
LONG = 60.0  # seconds; what takes longer will not come
HOUR = 3600.0


def wait_until(holds: Callable[[], object]) -> None:
    """Look until something holds."""
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end, "it did not come about in a minute"
        time.sleep(LOOK)


def expire_timeouts(monkeypatch, fallen_silent: Event) -> None:
    """Let all limits of waiting pass once a peer has fallen silent, and none before.

    What waits in a loop of asyncio looks at a clock that then jumps by an hour. So a limit may
    be as long as it is for people: nobody sits it out, and none ends because a machine is busy.
    """
    monkeypatch.setattr(base_events, "MAXIMUM_SELECT_TIMEOUT", LOOK)
    monkeypatch.setattr(
        base_events.BaseEventLoop,
        "time",
        lambda _loop: time.monotonic() + HOUR * fallen_silent.is_set(),
    )
