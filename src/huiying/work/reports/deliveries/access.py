"""The only way a screen gets a delivery of a report: the row, or 404 / 403."""

from __future__ import annotations

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.reports.core.access import report_for
from huiying.work.reports.core.models import WithdrawalRequest
from huiying.work.reports.deliveries.actions.withdraw_report import SIGNS
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.deliveries.queries import newest_withdrawal_request


def delivery_for(officer: Officer, number: str, pk: int, *, to: Capability) -> ReportDelivery:
    """Return a delivery of a report, as ``report_for``.

    Raises:
        Http404, PermissionDenied.
    """
    report = report_for(officer, number, to=to)
    rows = ReportDelivery.objects.select_related(
        "report__incident__merged_into", "unit", "clock"
    )
    return row_for(officer, rows, to=to, pk=pk, report=report)


def withdrawal_request_for(
    officer: Officer, number: str, *, to: Capability = Capability.APPROVE
) -> WithdrawalRequest:
    """Return the newest request to withdraw a report, for who signs such requests.

    Raises:
        Http404, PermissionDenied: As ``report_for``.
    """
    report_for(officer, number, to=Capability.SEE_INCIDENTS)  # another bureau's: 404
    report = report_for(officer, number, to=require(officer, to, *SIGNS))
    row = newest_withdrawal_request(report)
    if row is None:
        raise Http404
    return row
