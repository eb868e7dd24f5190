"""Read closings, proposals to reopen, the breach ledger."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.policy.closing.breaches import BreachKind
from huiying.work.casework.core.access import sees_all_units
from huiying.work.closing.breaches.models import Breach, BreachEntry


def visible_breaches(officer: Officer) -> QuerySet[Breach]:
    """Return the breaches that an officer may see, newest first: all, or those of his unit."""
    rows = Breach.objects.filter(bureau_id=officer.bureau_id)
    if not sees_all_units(officer):
        rows = rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()
    return rows.select_related("incident", "unit", "clock").order_by("-found_at", "-pk")


def search_breaches(
    rows: QuerySet[Breach],
    *,
    words: str = "",
    kind: str = "",
    unit: int | None = None,
    system: bool | None = None,
) -> QuerySet[Breach]:
    """Narrow the ledger by words in number, step, unit or incident, by kind, unit and fault.

    Args:
        system: True = something of the system failed meanwhile; False = nothing did.
    """
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(step__icontains=word)
            | Q(unit_label__icontains=word)
            | Q(incident__number__icontains=word)
            | Q(incident__title__icontains=word)
        )
    if kind in set(BreachKind):
        rows = rows.filter(kind=kind)
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    if system is not None:
        rows = rows.exclude(faults=[]) if system else rows.filter(faults=[])
    return rows


def breach_counts(rows: QuerySet[Breach]) -> dict[str, int]:
    """Return how many breaches stand at each state."""
    counted = rows.order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in counted}


def breach_entries(breach: Breach) -> QuerySet[BreachEntry]:
    """Return everything that was said about a breach, oldest first."""
    return breach.entries.select_related("by__unit")
