"""Give out the next running number of a bureau (2026-0412).

In:   bureau, kind, year.    Out:  the number as text.
Cost: one row lock until the caller's transaction ends.
"""

from __future__ import annotations

from django.db import transaction

from huiying.base.accounts.models import RunningNumber


@transaction.atomic
def take_number(*, bureau_id: int, kind: str, year: int) -> str:
    """Return ``YYYY-NNNN``, never twice for one bureau, kind and year."""
    RunningNumber.objects.get_or_create(bureau_id=bureau_id, kind=kind, year=year)
    row = RunningNumber.objects.select_for_update().get(
        bureau_id=bureau_id, kind=kind, year=year
    )
    row.last += 1
    row.save(update_fields=["last"])
    return f"{year}-{row.last:04d}"
