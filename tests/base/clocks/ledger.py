"""The ledger of a clock, as its tests read it."""

from __future__ import annotations


def ledger_of(clock):
    return [(h.holder, h.from_at, h.to_at) for h in clock.holds.all()]
