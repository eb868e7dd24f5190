"""Read the confirmations of a draft."""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.core.models import Draft


def confirmations_of(draft: Draft) -> QuerySet[Confirmation]:
    """Return everything that agencies were asked about a draft, voided ones too."""
    return draft.confirmations.select_related("unit", "clock", "voided_by").order_by("-pk")


def confirmation_by_number(bureau_id: int, number: str) -> Confirmation | None:
    """Return one confirmation with what its page needs."""
    rows = Confirmation.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related(
        "unit", "bureau", "clock", "draft__answer__incident__merged_into"
    ).first()
