"""Read a petition for the unit that it was forwarded to.

In:   a bureau, a number, a unit.    Out:  the petition, or None.
Cost: one query.
"""

from __future__ import annotations

from huiying.work.petitions.core.models import Petition


def petition_at_unit(bureau_id: int, number: str, unit_id: int | None) -> Petition | None:
    """Return a petition by its number if it is that unit's (signed links carry all three)."""
    if unit_id is None:
        return None
    rows = Petition.objects.select_related("bureau", "competent", "clock", "acknowledged_by")
    return rows.filter(
        bureau_id=bureau_id,
        number=number,
        competent_id=unit_id,
        text_checked_at__isnull=False,
        erased_at__isnull=True,
        diverted_at__isnull=True,
    ).first()
