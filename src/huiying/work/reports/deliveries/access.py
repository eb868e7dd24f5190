"""The only way a screen gets a delivery of a report: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.reports.core.access import report_for
from huiying.work.reports.deliveries.models import ReportDelivery


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
