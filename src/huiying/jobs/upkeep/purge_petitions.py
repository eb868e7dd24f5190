"""Carry out the erasures of petitions that two persons signed.

In:   plans that run.    Out:  petitions erased, batch by batch.
Cost: at most ``SECONDS_A_TURN`` a turn; one small query when there is nothing.
"""

from __future__ import annotations

import time
from datetime import datetime

from huiying.work.closing.petition_purges.actions.erase_batch import erase_batch
from huiying.work.closing.petition_purges.queries import running_purges

SECONDS_A_TURN = 2.0


def turn(now: datetime) -> int:
    """Go on with each plan for a while; return how many petitions went."""
    gone, begun = 0, time.monotonic()
    for purge in running_purges():
        while time.monotonic() - begun < SECONDS_A_TURN:
            count = erase_batch(purge=purge, now=now)
            gone += count
            if not count:
                break
    return gone
