"""When a report counts as sent: every recipient was reached.

In:   a report.    Out:  its time stopped at the last of the moments.
Cost: two queries and the stop of a clock.

Whom it goes to is every body of the table but those whose omission a leader signed with a
reason: then the time that is met says how many were left out.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.clocks.actions.stop import stop_clock
from huiying.reasons.reason import Reason, reason
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version


def end_sending(report: Report, now: datetime) -> bool:
    """Stop the time of a report once every recipient was reached; True if it stopped."""
    rows = list(report.deliveries.values_list("sent_at", flat=True))
    times = [at for at in rows if at is not None]
    if report.clock is None or not rows or len(times) != len(rows):
        return False
    at = max(times)
    return stop_clock(clock=report.clock, at=at, reason=_reason(report), now=now)


def _reason(report: Report) -> Reason:
    left_out = len(newest_version(report).omitted)
    if left_out:
        return reason("clocks.report_sent_without", count=left_out)
    return Reason("clocks.report_sent")
