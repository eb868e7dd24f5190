"""Propose to reopen closed incidents that are discussed again; keep the breach register.

Requests for a waiver end when their condition is met meanwhile.

In:   the moment.    Out:  proposals on the desk, one at a time a closing; rows of the ledger.
Cost: a few indexed queries a bureau; may run twice and changes nothing twice.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.queries import bureaus
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.gate.actions.reopen import propose_reopening
from huiying.work.closing.gate.resurgence import resurgent_closings
from huiying.work.closing.waivers.actions.end_met import end_met_waivers


def turn(now: datetime) -> int:
    """Look at every bureau; return how many proposals are new."""
    new = 0
    for bureau in bureaus():
        end_met_waivers(bureau_id=bureau.pk, now=now)
        for closing, mentions in resurgent_closings(bureau.pk, now):
            new += propose_reopening(closing=closing, mentions=mentions, now=now) is not None
    return new


def keep_ledgers(now: datetime) -> int:
    """Bring the ledger of every bureau up to date; return how many breaches are new."""
    return sum(update_ledger(bureau_id=bureau.pk, now=now) for bureau in bureaus())
