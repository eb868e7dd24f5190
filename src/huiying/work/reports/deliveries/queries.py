"""Read deliveries: of a report, behind a signed link, and what waits for a receipt.

In:   a report, a bureau and number.    Out:  rows.
Cost: one query each.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from huiying.base.signoff.models import Decision
from huiying.work.reports.core.models import Report, WithdrawalRequest
from huiying.work.reports.deliveries.models import ReportDelivery


def deliveries_of(report: Report) -> QuerySet[ReportDelivery]:
    """Return whom a report went to, with the clock of each receipt."""
    rows = ReportDelivery.objects.filter(report=report)
    return rows.select_related("report", "unit", "clock", "sent_by", "recorded_by")


def delivery_by_number(bureau_id: int, number: str) -> ReportDelivery | None:
    """Return a delivery by its number (signed links carry bureau and number)."""
    rows = ReportDelivery.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related(
        "bureau", "unit", "clock", "report__incident__merged_into", "report__bureau"
    ).first()


def waiting_receipts(bureau_id: int) -> QuerySet[ReportDelivery]:
    """Return what was sent and not confirmed, and what is still to be handed over."""
    rows = ReportDelivery.objects.filter(
        bureau_id=bureau_id, received_at__isnull=True, report__state="SENT"
    )
    return rows.select_related("report", "clock").order_by("clock__due_at", "pk")


def deliveries_by_report(
    bureau_id: int, reports: Collection[int]
) -> dict[int, list[ReportDelivery]]:
    """Return whom each of these reports went to; one that was not sent is left out."""
    rows = ReportDelivery.objects.filter(bureau_id=bureau_id, report_id__in=reports)
    found: dict[int, list[ReportDelivery]] = {}
    for row in rows.order_by("number"):
        found.setdefault(row.report_id, []).append(row)
    return found


def newest_withdrawal_request(report: Report) -> WithdrawalRequest | None:
    """Return the newest request to withdraw a report, decided or not."""
    rows = WithdrawalRequest.objects.filter(report=report).order_by("-requested_at", "-pk")
    return rows.select_related("report", "requested_by", "signoff__decided_by").first()


def pending_withdrawal(report: Report) -> WithdrawalRequest | None:
    """Return the request to withdraw a report that waits for a signature."""
    row = newest_withdrawal_request(report)
    return row if row is not None and row.signoff.decision == Decision.PENDING else None
