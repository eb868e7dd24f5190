"""Public numbers of rows of casework.

In:   an incident, a kind.    Out:  the next number, such as M2026-0001.
Cost: one row lock and a write.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.numbers import take_number
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident


def next_number(incident: Incident, kind: str, letter: str, now: datetime) -> str:
    """Return the next public number of a kind: M2026-0001 (meeting), P…, A…."""
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=incident.bureau_id, kind=kind, year=year)
    return f"{letter}{number}"
