"""Resume a stopped clock from its own start (退回, or an undone decision).

In:   a clock that was met or cancelled.    Out:  True if this call set it running.
Cost: three small updates and two counters.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.clocks.counters import uncount_met
from huiying.base.clocks.models import Clock, ClockHold, ClockState, ClockStep


@transaction.atomic
def reopen_clock(*, clock: Clock, now: datetime) -> bool:
    """Run again with the same start and due time; a breach stays, the last holder goes on.

    Returns:
        False, and nothing changes, if the clock runs already.
    """
    del now  # the time between stop and reopening counts: it was never anybody's gift
    stopped = Clock.objects.filter(pk=clock.pk).exclude(state=ClockState.RUNNING)
    before = stopped.select_for_update(no_key=True).first()
    if before is None:
        return False
    stopped.update(state=ClockState.RUNNING, stopped_at=None, stop_reason={})
    if before.state == ClockState.MET:
        uncount_met(before)
    last = ClockHold.objects.filter(clock_id=clock.pk).order_by("from_at", "pk").last()
    if last is not None:
        ClockHold.objects.filter(pk=last.pk).update(to_at=None)
    ClockStep.objects.filter(clock_id=clock.pk, fired_at__isnull=True).update(parked_at=None)
    clock.refresh_from_db()
    return True
