"""What follows when a report counts for nothing any more: its time, its links, who is told.

In:   a report that was withdrawn.    Out:  clocks that end or begin anew; messages.
Cost: a few writes per recipient.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.errors import Refused
from huiying.policy.procedure.reports import ReportKind
from huiying.reasons.reason import Reason
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.core.text import checked_line
from huiying.work.reports.deliveries.messages import end_links, queue_withdrawal_messages
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.drafting.actions.time_draft import ensure_initial_clock
from huiying.work.reports.drafting.queries import owes_initial

MAX_REASON: Final = 400


def checked_reason(reason: str) -> str:
    """Return the reason of a withdrawal.

    Raises:
        Refused: If there is none, or as ``checked_line``.
    """
    why = checked_line(reason.strip(), MAX_REASON)
    if not why:
        raise Refused(_("撤回须写明理由。"))
    return why


def is_owed(report: Report) -> bool:
    """Tell whether it is the first report of a matter that owes one."""
    if report.kind != ReportKind.INITIAL or report.incident is None:
        return False
    return owes_initial(report.incident)


def end_clock(report: Report, now: datetime) -> None:
    """End the time of a withdrawn report; a first report that is owed has it anew."""
    if report.incident is not None and is_owed(report):
        ensure_initial_clock(report.incident.current, now, now)
    elif report.clock is not None:
        cancel_clock(clock=report.clock, reason=Reason("clocks.report_withdrawn"), now=now)


def tell_recipients(report: Report, reason: str, now: datetime) -> list[str]:
    """End the links and tell who was sent it; return who hears of it by a message.

    Every link ends before the first message is queued: ending one drops the waiting messages
    about the report.
    """
    title, notified = newest_version(report).title, []
    rows = list(ReportDelivery.objects.filter(report=report).select_related("unit", "clock"))
    for row in rows:
        row.report = report
        end_links(row, now)
        if row.clock is not None:
            cancel_clock(clock=row.clock, reason=Reason("clocks.report_withdrawn"), now=now)
    for row in rows:
        if row.sent_at is None:
            continue
        if queue_withdrawal_messages(row, title, reason, now):
            ReportDelivery.objects.filter(pk=row.pk).update(withdrawal_sent_at=now)
            notified.append(row.name)
    return notified
