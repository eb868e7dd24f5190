"""The only place that reads the system clock.

In:   the machine's clock, or the fast clock of a demonstration (a small file beside the data).
Out:  ``now()`` in UTC.
Cost: one stat call a read; the file is read again only when it changed.

Web and jobs read the time here and pass it down; nothing below asks for it.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class FastClock:
    """A clock that showed ``shown`` at the real moment ``anchor``, ``rate`` times as fast."""

    anchor: datetime
    shown: datetime
    rate: float

    def at(self, real: datetime) -> datetime:
        """Return what this clock shows at a real moment."""
        return self.shown + timedelta(seconds=(real - self.anchor).total_seconds() * self.rate)


_cached: tuple[float, FastClock] | None = None


def real_now() -> datetime:
    """Return the machine's time; for leases and measurements, never for business moments."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the moment that counts for every act, in UTC."""
    fast = fast_clock()
    return fast.at(real_now()) if fast else real_now()


def rate() -> float:
    """Return how many seconds pass per real second (1.0 outside demonstrations)."""
    fast = fast_clock()
    return fast.rate if fast else 1.0


def fast_clock() -> FastClock | None:
    """Return the fast clock of a demonstration, or None for real work."""
    global _cached  # noqa: PLW0603 - a cache of one small file
    if not settings.DEMO:
        return None
    path = Path(settings.CLOCK_FILE)
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    if _cached is None or _cached[0] != changed:
        data = json.loads(path.read_text(encoding="utf-8"))
        clock = FastClock(
            datetime.fromisoformat(data["anchor"]),
            datetime.fromisoformat(data["shown"]),
            float(data["rate"]),
        )
        _cached = (changed, clock)
    return _cached[1]


def set_fast_clock(*, shown: datetime, rate: float) -> None:
    """Set the demonstration's clock; written whole or not at all.

    Raises:
        RuntimeError: Outside the demonstration: real work has one clock.
    """
    if not settings.DEMO:
        raise RuntimeError("only a demonstration may set the clock")
    path = Path(settings.CLOCK_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {"anchor": real_now().isoformat(), "shown": shown.isoformat(), "rate": rate}
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, delete=False, encoding="utf-8"
    ) as handle:
        json.dump(body, handle)
    os.replace(handle.name, path)  # noqa: PTH105 - atomic replacement
