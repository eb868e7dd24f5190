"""When a report counts as sent: every recipient was reached.

In:   a report.    Out:  its time stopped at the last of the moments.
Cost: one query and the stop of a clock.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.clocks.actions.stop import stop_clock
from huiying.reasons.reason import Reason
from huiying.work.reports.core.models import Report


def end_sending(report: Report, now: datetime) -> bool:
    """Stop the time of a report once every recipient was reached; True if it stopped."""
    rows = list(report.deliveries.values_list("sent_at", flat=True))
    times = [at for at in rows if at is not None]
    if report.clock is None or not rows or len(times) != len(rows):
        return False
    at = max(times)
    return stop_clock(clock=report.clock, at=at, reason=Reason("clocks.report_sent"), now=now)
