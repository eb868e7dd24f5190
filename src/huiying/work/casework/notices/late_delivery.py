"""What follows when another person confirmed when a unit was reached by telephone or on paper.

In:   a late record of a notice.    Out:  the notice delivered, its clocks met, then.
Cost: a few writes.

The time of the receipt began with the recording and stays: nobody signs sooner for it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from huiying.base.clocks.actions.correct_stop import correct_stop
from huiying.base.clocks.models import Clock
from huiying.work.casework.late_records.effects import declare_effect
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.casework.notices.models import Notice
from huiying.work.incidents.core.clocks import NOTICE

LATE_KIND: Final = "notice"


@declare_effect(LATE_KIND)
def count_late_delivery(row: LateRecord, now: datetime) -> None:
    """Let a notice be delivered at the moment that was confirmed, with all that it stopped."""
    rows = Notice.objects.filter(
        bureau_id=row.bureau_id, number=row.ref, delivered_at=row.recorded_at
    )
    notice = rows.select_related("incident__merged_into", "notice_clock").first()
    if notice is None:
        return
    rows.update(delivered_at=row.claimed_at)
    stopped = Clock.objects.filter(
        bureau_id=row.bureau_id,
        kind=NOTICE,
        subject_ref=notice.incident.current.number,
        stopped_at=row.recorded_at,
    )
    for clock in stopped:
        correct_stop(clock=clock, at=row.claimed_at, now=now)
