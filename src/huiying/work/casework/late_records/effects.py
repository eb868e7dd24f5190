"""What follows when a late record is confirmed: each kind declares it beside its own acts.

In:   a kind.    Out:  the function that lets the claimed moment count.
Cost: a look-up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from huiying.work.casework.late_records.models import LateRecord

Effect = Callable[[LateRecord, datetime], None]

EFFECTS: Final[dict[str, Effect]] = {}


def declare_effect(kind: str) -> Callable[[Effect], Effect]:
    """Return the decorator of the function that follows from confirming a kind."""

    def declared(effect: Effect) -> Effect:
        EFFECTS[kind] = effect
        return effect

    return declared
