"""Read what superior bodies ask: in sight of an officer, waiting for the office, of a request.

In:   an officer, a bureau, words.    Out:  rows with clock and matter, the newest first.
Cost: one query each.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.superior_supervision.models import (
    SuperiorState,
    SuperiorSupervision,
)


def superior_supervisions_of(bureau_id: int) -> QuerySet[SuperiorSupervision]:
    """Return what superiors asked a bureau, with all that a line shows of it."""
    rows = SuperiorSupervision.objects.filter(bureau_id=bureau_id).select_related(
        "bureau", "clock", "incident__merged_into", "reference__incident__merged_into"
    )
    return rows.order_by("-received_at", "-pk")


def visible_superior_supervisions(officer: Officer) -> QuerySet[SuperiorSupervision]:
    """Return them for who sees every matter; none for who sees one unit alone."""
    rows = superior_supervisions_of(officer.bureau_id)
    return rows if sees_all_units(officer) else rows.none()


def search_superior_supervisions(
    rows: QuerySet[SuperiorSupervision], *, words: str = "", state: str = ""
) -> QuerySet[SuperiorSupervision]:
    """Narrow them by words in numbers, demand, sender or matter, and by state."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(sender_number__icontains=word)
            | Q(sender__icontains=word)
            | Q(demand__icontains=word)
            | Q(subject_ref__icontains=word)
            | Q(subject_label__icontains=word)
        )
    return rows.filter(state=state) if state in SuperiorState.values else rows
