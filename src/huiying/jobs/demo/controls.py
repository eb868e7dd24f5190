"""What a visitor of the demonstration sets: it begins, pauses, goes on faster or slower, again.

In:   the fast clock, and two small files beside the data of the demonstration.
Out:  the clock stands until somebody entered as a role; the command that serves starts anew.
Cost: one file.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from huiying.jobs import clock

PAUSED: Final = 0.0
RATE: Final = 30.0
RATES: Final = (PAUSED, 1.0, RATE, 120.0)
DRILL_RATES: Final = (PAUSED, 1.0, 5.0, RATE)


def rates() -> tuple[float, ...]:
    """Return what may be chosen; a drill goes slower, so that people can act."""
    if settings.DRILL is None:
        return RATES
    return tuple(sorted({*DRILL_RATES, float(settings.DRILL["rate"])}))


def wait_for_visitor(moment: datetime) -> None:
    """Let the clock stand at the beginning: nobody acts before somebody has chosen a role."""
    _ended().unlink(missing_ok=True)
    clock.set_fast_clock(shown=moment, rate=PAUSED)
    _waiting().touch()


def is_waiting() -> bool:
    """Tell whether nobody has entered yet."""
    return _waiting().exists()


def begin() -> None:
    """Let the clock go when the first visitor enters; a later pause stays his own."""
    if is_waiting():
        set_pace(RATE if settings.DRILL is None else float(settings.DRILL["rate"]))


def set_pace(rate: float) -> None:
    """Pause (0) or go on so many times as fast as real time."""
    clock.set_fast_clock(shown=clock.now(), rate=rate)
    _waiting().unlink(missing_ok=True)


def ask_for_reset() -> None:
    """Ask the command that serves to set the stage anew."""
    _reset().touch()


def is_reset_requested() -> bool:
    """Tell whether a visitor asked to start anew."""
    return _reset().exists()


def note_end() -> None:
    """Note that the scenario is over: from here on nothing new comes in."""
    if not has_ended():
        _ended().touch()


def has_ended() -> bool:
    """Tell whether the scenario is over."""
    return _ended().exists()


def is_standing() -> bool:
    """Tell whether the clock stands: at the beginning, or because a visitor paused it."""
    return clock.rate() == PAUSED


def _ended() -> Path:
    return Path(settings.DATA_DIR) / "demo.ended"


def _waiting() -> Path:
    return Path(settings.DATA_DIR) / "demo.waiting"


def _reset() -> Path:
    return Path(settings.DATA_DIR) / "demo.reset"
