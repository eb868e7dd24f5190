"""Correct the moment at which a clock was met: it was done before it was recorded.

In:   a clock that was met, an earlier moment.    Out:  True if this call corrected it.
Cost: three small updates, four counters.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from huiying.base.clocks.counters import count_met, uncount_met
from huiying.base.clocks.models import Clock, ClockHold, ClockState


@transaction.atomic
def correct_stop(*, clock: Clock, at: datetime, now: datetime) -> bool:
    """Let a clock be met at an earlier moment; a breach that was marked stays for ever.

    Returns:
        False, and nothing changes, if it was not met, or not after ``at``, or ``at`` is before
        its start.
    """
    del now  # nothing of it is kept: the act that corrects is what the record tells
    rows = Clock.objects.filter(pk=clock.pk, state=ClockState.MET, stopped_at__gt=at)
    before = rows.filter(starts_at__lte=at).select_for_update(no_key=True).first()
    if before is None:
        return False
    uncount_met(before)
    rows.update(stopped_at=at)
    held = ClockHold.objects.filter(clock_id=clock.pk, to_at=before.stopped_at)
    held.update(to_at=Greatest("from_at", Value(at)))
    clock.refresh_from_db()
    count_met(clock)
    return True
