"""Stop a clock because its task is done, or cancel it because it no longer applies.

In:   a clock, when it was done.    Out:  True if this call stopped it.
Cost: three small updates, two counters and the board's alarms of that clock.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from huiying.base.clocks.actions.pause import end_pause
from huiying.base.clocks.counters import count_met
from huiying.base.clocks.models import Clock, ClockAck, ClockHold, ClockState, ClockStep
from huiying.base.outbox.actions.alarm import end_alarms
from huiying.reasons.reason import Reason, to_data


@transaction.atomic
def stop_clock(*, clock: Clock, at: datetime, reason: Reason, now: datetime) -> bool:
    """Mark a running clock as met at ``at``; a breach that was marked stays for ever.

    Args:
        at: When it was done, which may be before it is recorded (a phone call).

    Returns:
        False, and nothing changes, if the clock does not run any more.
    """
    return _end(clock, ClockState.MET, at, reason, now)


@transaction.atomic
def cancel_clock(*, clock: Clock, reason: Reason, now: datetime) -> bool:
    """Take a running clock off the board; False if it does not run any more."""
    return _end(clock, ClockState.CANCELLED, now, reason, now)


def _end(clock: Clock, state: ClockState, at: datetime, reason: Reason, now: datetime) -> bool:
    running = Clock.objects.filter(pk=clock.pk, state=ClockState.RUNNING)
    end_pause(clock=clock, at=at, why=reason)  # what it had left counts, not the time it stood
    if running.update(state=state, stopped_at=at, stop_reason=to_data(reason)) != 1:
        return False
    clock.refresh_from_db()  # its row is ours until the act ends
    if clock.breached_at is None and clock.due_at < at:
        clock.breached_at = clock.due_at
        clock.save(update_fields=["breached_at"])
    if state == ClockState.MET:
        count_met(clock)
    held = ClockHold.objects.filter(clock_id=clock.pk, to_at__isnull=True)
    # It may have changed hands after the moment that is now recorded.
    held.update(to_at=Greatest("from_at", Value(at)))
    ClockStep.objects.filter(clock_id=clock.pk, fired_at__isnull=True).update(parked_at=now)
    ClockAck.objects.filter(clock_id=clock.pk, ended_at__isnull=True).update(ended_at=now)
    end_alarms(bureau_id=clock.bureau_id, key_prefix=f"clock:{clock.pk}:", now=now)
    return True
