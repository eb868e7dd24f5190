"""Assign the next running number of a bureau (2026-0412).

In:   bureau, kind, year.    Out:  the number as text.
Cost: one row lock until the caller's transaction ends.
"""

from __future__ import annotations

from django.db import transaction

from huiying.base.accounts.core.models import RunningNumber


def take_number(*, bureau_id: int, kind: str, year: int) -> str:
    """Return ``YYYY-NNNN``, never twice for one bureau, kind and year."""
    [number] = take_numbers(bureau_id=bureau_id, kind=kind, year=year, count=1)
    return number


@transaction.atomic
def take_numbers(*, bureau_id: int, kind: str, year: int, count: int) -> list[str]:
    """Return so many numbers in a row, under one lock."""
    RunningNumber.objects.get_or_create(bureau_id=bureau_id, kind=kind, year=year)
    row = RunningNumber.objects.select_for_update().get(
        bureau_id=bureau_id, kind=kind, year=year
    )
    first, row.last = row.last + 1, row.last + count
    row.save(update_fields=["last"])
    return [f"{year}-{number:04d}" for number in range(first, row.last + 1)]
