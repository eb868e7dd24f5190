"""When a report counts as sent: every recipient was reached.

In:   a report.    Out:  its time stopped at the last of the moments.
Cost: two queries and the stop of a clock.

Whom it goes to is every body of the table but those whose omission a leader signed with a
reason: then the time that is met says how many were left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from huiying.base.clocks.actions.stop import stop_clock
from huiying.policy.procedure.reports import ReportKind
from huiying.reasons.reason import Reason, reason
from huiying.work.casework.late_records.queries import confirmed_moments
from huiying.work.prevention.sweeps.actions.report import mark_reported
from huiying.work.prevention.sweeps.queries import sweep_of_report
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version

HANDED_OVER: Final = "report_handover"
"""Kind of the late record of a handover."""


def end_sending(report: Report, now: datetime) -> bool:
    """Stop the time of a report once every recipient was reached; True if it stopped."""
    at = sent_moment(report)
    if at is not None and report.kind == ReportKind.RISKS:
        _tell_sweep(report, at, now)
    if report.clock is None or at is None:
        return False
    return stop_clock(clock=report.clock, at=at, reason=_reason(report), now=now)


def _tell_sweep(report: Report, at: datetime, now: datetime) -> None:
    """Let the sweep that a report is about know that it reached everybody."""
    sweep = sweep_of_report(report.bureau_id, report.number)
    if sweep is not None:
        names = list(report.deliveries.order_by("number").values_list("name", flat=True))
        mark_reported(sweep=sweep, at=at, to=names, officer=report.sent_by, now=now)


def sent_moment(report: Report) -> datetime | None:
    """Return when the last recipient was reached; None = one was not, or there is none.

    What was recorded late counts at its own moment once another person confirmed it.
    """
    times = dict(report.deliveries.values_list("number", "sent_at"))
    confirmed = confirmed_moments(report.bureau_id, HANDED_OVER, times.keys())
    found = [confirmed.get(number, at) for number, at in times.items()]
    moments = [at for at in found if at is not None]
    return max(moments) if moments and len(moments) == len(found) else None


def _reason(report: Report) -> Reason:
    left_out = len(newest_version(report).omitted)
    if left_out:
        return reason("clocks.report_sent_without", count=left_out)
    return Reason("clocks.report_sent")
