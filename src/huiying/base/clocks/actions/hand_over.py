"""Give a running clock to another holder; the ledger stores who held it for how long.

In:   a clock, its next holder.    Out:  True if it changed hands.
Cost: three updates and one insert; the clock's own row decides between two hands.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.models import Clock, ClockAck, ClockHold, ClockState


@transaction.atomic
def hand_over_clock(
    *, clock: Clock, holder: Holder, now: datetime, ledger: Holder | None = None
) -> bool:
    """End the current hold at ``now`` and begin the next.

    Args:
        ledger: What the line of the ledger says instead of the holder, where who reads it
            later must not learn who that was.

    Returns:
        False, and nothing changes, if the clock does not run or is in these hands already.
    """
    running = Clock.objects.filter(pk=clock.pk, state=ClockState.RUNNING)
    values = {
        **holder.columns(),
        "holder_unit": holder.unit,
        "holder_officer": holder.officer,
    }
    if running.exclude(**values).update(**values) != 1:
        return False
    ClockAck.objects.filter(clock_id=clock.pk, ended_at__isnull=True).update(ended_at=now)
    begins = now
    for current in ClockHold.objects.filter(clock_id=clock.pk, to_at__isnull=True):
        begins = max(now, current.from_at)
        ClockHold.objects.filter(pk=current.pk).update(to_at=begins)
    ClockHold.objects.create(
        bureau_id=clock.bureau_id, clock=clock, from_at=begins, **(ledger or holder).columns()
    )
    clock.refresh_from_db()
    return True
