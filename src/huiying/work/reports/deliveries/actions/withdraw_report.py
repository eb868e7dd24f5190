"""撤回: a report counts for nothing any more; whoever had it is told, it stays to be read.

In:   a report, a reason.    Out:  a row of the withdrawal; messages; links that end.
Cost: a few writes per recipient.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.void import void
from huiying.policy.procedure.reports import OUT, UNSENT, ReportKind, ReportState
from huiying.reasons.reason import Reason
from huiying.work.casework.core.text import office_name
from huiying.work.reports.core.claim import claim_report
from huiying.work.reports.core.models import Report, ReportWithdrawal
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.core.text import checked_line
from huiying.work.reports.deliveries.messages import end_links, queue_withdrawal_messages
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.drafting.actions.time_draft import ensure_initial_clock
from huiying.work.reports.drafting.queries import owes_initial

MAX_REASON = 400


@transaction.atomic
def withdraw_report(
    *,
    report: Report,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> ReportWithdrawal:
    """Withdraw a report, before it went out or after.

    A first report of what is still 重大 is owed again from now on: its time runs on, or anew.

    Raises:
        PermissionDenied: If it went out and the officer signs nothing.
        Refused: If there is no reason, or it is the first report of what is 重大 and was not
            sent: that one is owed.
        Stale: If it was withdrawn, or changed meanwhile.
    """
    report.refresh_from_db()
    state = ReportState(report.state)
    if state == ReportState.WITHDRAWN:
        raise Stale(_("该报告已撤回。"))
    require(officer, Capability.APPROVE if state in OUT else Capability.REPORT)
    why = checked_line(reason.strip(), MAX_REASON)
    if not why:
        raise Refused(_("撤回须写明理由。"))
    if state in UNSENT and _is_owed(report):
        raise Refused(_("重大舆情的初报须报送，不得作废。请修改后送签。"))
    claim_report(report, (*UNSENT, *OUT), revision, state=str(ReportState.WITHDRAWN))
    row = ReportWithdrawal.objects.create(
        bureau_id=report.bureau_id,
        report=report,
        state=str(state),
        reason=why,
        at=now,
        by=officer,
    )
    if report.signoff is not None and state in UNSENT:
        void(request=report.signoff, reason=Reason("clocks.report_withdrawn"), now=now)
    if report.incident is not None and _is_owed(report):
        ensure_initial_clock(report.incident.current, now, now)
    elif report.clock is not None:
        cancel_clock(clock=report.clock, reason=Reason("clocks.report_withdrawn"), now=now)
    notified = _tell_recipients(report, why, now)
    record(report, "report.withdrawn", officer, now, reason=why, notified=notified)
    return row


def _is_owed(report: Report) -> bool:
    if report.kind != ReportKind.INITIAL or report.incident is None:
        return False
    return owes_initial(report.incident)


def _tell_recipients(report: Report, reason: str, now: datetime) -> list[str]:
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


@transaction.atomic
def record_withdrawal_notice(
    *, delivery: ReportDelivery, who: str, officer: Officer, now: datetime
) -> None:
    """登记已告知撤回: a recipient without a channel was told by telephone or on paper.

    Raises:
        Refused: If the report was not withdrawn, it was never sent there, or no office is
            named.
        Stale: If it was recorded before.
    """
    label = office_name(who)
    if delivery.report.state != ReportState.WITHDRAWN or delivery.sent_at is None:
        raise Refused(_("报告未撤回，或未送交该机关，无需告知。"))
    rows = ReportDelivery.objects.filter(pk=delivery.pk, withdrawal_sent_at__isnull=True)
    if rows.update(withdrawal_sent_at=now) != 1:
        raise Stale(_("已登记告知，本次操作未执行。"))
    record(delivery, "report.withdrawal_told", officer, now, to=delivery.name, who=label)
