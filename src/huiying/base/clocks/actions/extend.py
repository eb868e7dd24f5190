"""Give a running clock a later end that was decided before it ran out.

In:   a clock, the end that was seen, the new one.    Out:  True if this call moved it.
Cost: one conditional update and one per rung of the ladder.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.clocks.models import Clock, ClockState, ClockStep
from huiying.base.outbox.actions.alarm import end_alarms


@transaction.atomic
def extend_clock(*, clock: Clock, seen: datetime, due: datetime, now: datetime) -> bool:
    """Move the end of a clock; its start, rule and holders stay.

    Every rung is laid out anew over the whole time. One that lies ahead again will tell again;
    that it told before stands in the record.

    Args:
        seen: The end that the decision was about.
        due: The new end, later than ``seen``.

    Returns:
        False, and nothing changes, if the clock stopped, ran out, or has another end by now: a
        breach is never undone.
    """
    rows = Clock.objects.filter(
        pk=clock.pk, state=ClockState.RUNNING, due_at=seen, breached_at__isnull=True
    )
    if seen < now or due <= seen or rows.update(due_at=due) != 1:
        return False
    clock.refresh_from_db()
    length = clock.due_at - clock.starts_at
    for step in ClockStep.objects.filter(clock=clock):
        step.at = clock.starts_at + float(step.share) * length
        if step.at > now:
            step.fired_at, step.notified = None, {}
        step.save(update_fields=["at", "fired_at", "notified"])
    end_alarms(bureau_id=clock.bureau_id, key_prefix=f"clock:{clock.pk}:", now=now)
    return True
