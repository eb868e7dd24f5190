"""撤回: a leader asks to withdraw a report that went out, another person signs it.

In:   a report, a reason; a request, a decision.
Out:  a request; signed, a row of the withdrawal, messages, links that end.
Cost: a few writes; of the signature a few more per recipient.

One person alone takes nothing back from a superior body: until the signature the report stands
as sent, links open and clocks run.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.reports import OUT, UNSENT, ReportState
from huiying.work.casework.core.text import office_name
from huiying.work.reports.core.claim import claim_report
from huiying.work.reports.core.models import Report, ReportWithdrawal, WithdrawalRequest
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.deliveries.ending import checked_reason, end_clock, tell_recipients
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.deliveries.queries import pending_withdrawal

KIND: Final = "report_withdrawal"
SIGNS: Final = (Capability.APPROVE, Capability.CONSULT)
"""Who gives the second signature: a leader, or the office of the leading group."""


@transaction.atomic
def ask_withdrawal(
    *,
    report: Report,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> WithdrawalRequest:
    """申请撤回: say why a report that went out is to count for nothing.

    Raises:
        PermissionDenied: If the officer is no leader.
        Refused: If there is no reason, it did not go out, or a request waits already.
        Stale: If it was withdrawn, or changed meanwhile.
    """
    require(officer, Capability.APPROVE)
    report.refresh_from_db()
    _refuse_withdrawn(report)
    if report.state in UNSENT:
        raise Refused(_("该报告尚未报送，无需申请撤回，可直接作废。"))
    why = checked_reason(reason)
    claim_report(report, OUT, revision)
    if pending_withdrawal(report) is not None:
        raise Refused(_("该报告的撤回申请正在等候核签，未重复提出。"))
    row = WithdrawalRequest(
        bureau_id=report.bureau_id,
        report=report,
        reason=why,
        requested_at=now,
        requested_by=officer,
    )
    digest = withdrawal_request_hash(row)
    title = newest_version(report).title
    row.signoff = request_approval(
        bureau_id=report.bureau_id,
        kind=KIND,
        about_ref=report.number,
        label=house_text("撤回%(kind)s %(number)s：%(title)s")
        % {"kind": report.words, "number": report.number, "title": title},
        content_hash=digest,
        officer=officer,
        clock=None,
        now=now,
    )
    row.save()
    record(report, "report.withdrawal_asked", officer, now, reason=why, hash=digest)
    return row


@transaction.atomic
def decide_withdrawal(
    row: WithdrawalRequest,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> ReportWithdrawal | None:
    """Sign a withdrawal, or return it with a reason.

    A first report of what is still 重大 is owed again from now on: its time starts anew.

    Raises:
        PermissionDenied: If the officer is neither a leader nor of the office.
        Refused: If he asked for it, stands in for who did, or one hand could act with both
            accounts; or it is returned without a reason.
        Stale: If it was decided before, or is not what he saw.
    """
    require(officer, *SIGNS)
    report = row.report
    report.refresh_from_db()
    _refuse_withdrawn(report)
    claim_report(report, OUT, None)
    done = WITHDRAWAL_KIND.decide(
        row,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if not approve:
        data = {"reason": done.reason, "hash": done.content_hash}
        record(report, "report.withdrawal_returned", officer, now, **data)
        return None
    made = ReportWithdrawal.objects.create(
        bureau_id=report.bureau_id,
        report=report,
        state=report.state,
        reason=row.reason,
        at=now,
        by=row.requested_by,
        signed_by=officer,
    )
    claim_report(report, OUT, None, state=str(ReportState.WITHDRAWN))
    end_clock(report, now)
    notified = tell_recipients(report, row.reason, now)
    data = {"asked_by": row.requested_by.name, "hash": done.content_hash}
    record(
        report, "report.withdrawn", officer, now, reason=row.reason, notified=notified, **data
    )
    return made


def withdrawal_request_hash(row: WithdrawalRequest) -> str:
    """Return the hash of what is signed: which report, as it was sent, and why."""
    report = row.report
    content = {
        "schema": 1,
        "report": report.number,
        "text": newest_version(report).content_hash,
        "reason": row.reason,
        "requested_by": row.requested_by_id,
    }
    return hash_of_content(content)


def _refuse_withdrawn(report: Report) -> None:
    if report.state == ReportState.WITHDRAWN:
        raise Stale(_("该报告已撤回。"))


def signs_withdrawals(request: SignoffRequest, officer: Officer) -> bool:
    """Tell whether an officer's role lets him sign or return a withdrawal."""
    del request
    return any(may(officer, one) for one in SIGNS)


WITHDRAWAL_KIND = SignoffKind[WithdrawalRequest](
    name=KIND,
    content_hash=withdrawal_request_hash,
    approve=partial(decide_withdrawal, approve=True, reason=""),
    send_back=partial(decide_withdrawal, approve=False),
    changed=gettext_lazy("撤回申请与打开时不一致，本次决定未生效。请刷新后查看。"),
    may_decide=signs_withdrawals,
)


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
