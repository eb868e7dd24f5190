"""The request to withdraw a report, on its page: who asked, why, and who may sign it.

In:   a report, the officer who reads the page.    Out:  a panel, or a note on a return.
Cost: one query; two more for who may sign it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.signoff.models import Decision
from huiying.policy.procedure.reports import OUT
from huiying.work.reports.core.models import Report, ReportWithdrawal
from huiying.work.reports.deliveries.actions.withdraw_report import (
    signs_withdrawals,
    withdrawal_request_hash,
)
from huiying.work.reports.deliveries.queries import newest_withdrawal_request


@dataclass(frozen=True, slots=True)
class WithdrawalAsked:
    """A request that waits, or was returned.

    Attributes:
        returned: Who returned it and why; "" = it waits.
        hash: What a signature is bound to.
        signs: The reader may sign or return it.
    """

    who: str
    at: datetime
    reason: str
    returned: str
    hash: str
    signs: bool


def withdrawal_asked(report: Report, officer: Officer, now: datetime) -> WithdrawalAsked | None:
    """Return the newest request to withdraw a report that stands; None = there is none."""
    row = newest_withdrawal_request(report) if report.state in OUT else None
    if row is None:
        return None
    request, returned = row.signoff, ""
    if request.decision == Decision.RETURNED and request.decided_by is not None:
        words = {"who": request.decided_by.name, "reason": request.reason}
        returned = _("%(who)s未同意：%(reason)s") % words
    elif request.decision != Decision.PENDING:
        return None
    first, since = row.requested_by, row.requested_at
    return WithdrawalAsked(
        who=first.name,
        at=since,
        reason=row.reason,
        returned=returned,
        hash=withdrawal_request_hash(row),
        signs=not returned
        and signs_withdrawals(request, officer)
        and is_second_person(officer, first, since=since, now=now),
    )


def withdrawn_by(row: ReportWithdrawal) -> str:
    """Return who withdrew a report: who asked, and who signed it."""
    if row.signed_by is None:
        return row.by.name
    return _("%(by)s申请、%(signed)s核签") % {"by": row.by.name, "signed": row.signed_by.name}
