"""The signed links of a delivery, without their tokens."""

from __future__ import annotations

from huiying.base.outbox.models import SignedLink
from huiying.work.reports.deliveries.messages import PURPOSE
from huiying.work.reports.deliveries.models import ReportDelivery


def newest_link(delivery: ReportDelivery) -> SignedLink | None:
    """Return the newest link to a report for a recipient; None = it went another way."""
    rows = SignedLink.objects.filter(
        bureau_id=delivery.bureau_id, purpose=PURPOSE, about_ref=delivery.number
    )
    return rows.select_related("unit", "bureau").order_by("-pk").first()
