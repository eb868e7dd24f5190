"""Note since when each kind of channel has its state, of every bureau.

In:   how sources and places stand.    Out:  rows for what is new on the desk.
Cost: seven queries a bureau, every ten minutes.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.queries import bureaus
from huiying.work.collection.coverage.actions.note_states import note_states
from huiying.work.collection.coverage.queries import coverage_of
from huiying.work.petitions.petitions.queries import last_received_at


def turn(now: datetime) -> int:
    """Store the states that changed; return how many did."""
    changed = 0
    for bureau in bureaus():
        received = {"letters": last_received_at(bureau.pk)}
        coverage = coverage_of(bureau.pk, now, received)
        changed += note_states(bureau_id=bureau.pk, coverage=coverage, now=now)
    return changed
