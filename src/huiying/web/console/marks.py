"""Marks that every room of the console draws: an act, a clock.

In:   words and addresses; a clock and the moment.    Out:  dictionaries for the components.
Cost: pure.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

SOON_SECONDS = 30 * 60
CANCELLED = "CANCELLED"  # base.clocks: taken back, neither met nor late


def act(
    label: str, url: str, method: str, *, main: bool = False, key: str = "", version: int = 0
) -> dict[str, Any]:
    """Return one act for ``components/_act.html``."""
    return {
        "label": label,
        "url": url,
        "method": method,
        "main": main,
        "key": key,
        "version": version,
    }


def clock_facts(clock: Any, now: datetime) -> dict[str, Any]:
    """Return a clock for ``components/_clock.html``; seconds are left, used, or too late."""
    if clock.stopped_at is None:
        seconds = (clock.due_at - now).total_seconds()
        state = "late" if seconds < 0 else "soon" if seconds <= SOON_SECONDS else "running"
        return {"state": state, "seconds": seconds, "due_at": clock.due_at, "reason": ""}
    if clock.state == CANCELLED:
        return {
            "state": "unknown",
            "seconds": None,
            "due_at": clock.due_at,
            "reason": clock.stop_reason,
        }
    late = clock.breached_at is not None
    since = clock.due_at if late else clock.starts_at
    return {
        "state": "done_late" if late else "done",
        "seconds": max(0.0, (clock.stopped_at - since).total_seconds()),
        "due_at": clock.due_at,
        "reason": "",
    }
