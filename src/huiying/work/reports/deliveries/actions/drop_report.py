"""作废: a report that did not go out is given up; it stays to be read.

In:   a report that was not sent, a reason.    Out:  a row of the withdrawal.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.void import void
from huiying.policy.procedure.reports import OUT, UNSENT, ReportState
from huiying.reasons.reason import Reason
from huiying.work.reports.core.claim import claim_report
from huiying.work.reports.core.models import Report, ReportWithdrawal
from huiying.work.reports.deliveries.ending import checked_reason, end_clock, is_owed


@transaction.atomic
def drop_report(
    *,
    report: Report,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> ReportWithdrawal:
    """Give up a report before it goes out.

    Raises:
        PermissionDenied: If the officer writes no reports.
        Refused: If there is no reason, it went out, or it is the first report of what is 重大:
            that one is owed.
        Stale: If it was withdrawn, or changed meanwhile.
    """
    require(officer, Capability.REPORT)
    report.refresh_from_db()
    state = ReportState(report.state)
    if state == ReportState.WITHDRAWN:
        raise Stale(_("该报告已撤回。"))
    if state in OUT:
        raise Refused(_("该报告已报送，须由领导申请撤回、另一人核签。"))
    why = checked_reason(reason)
    if is_owed(report):
        raise Refused(_("重大舆情的初报须报送，不得作废。请修改后送签。"))
    claim_report(report, UNSENT, revision, state=str(ReportState.WITHDRAWN))
    row = ReportWithdrawal.objects.create(
        bureau_id=report.bureau_id,
        report=report,
        state=str(state),
        reason=why,
        at=now,
        by=officer,
    )
    if report.signoff is not None:
        void(request=report.signoff, reason=Reason("clocks.report_withdrawn"), now=now)
    end_clock(report, now)
    record(report, "report.withdrawn", officer, now, reason=why, notified=[])
    return row
