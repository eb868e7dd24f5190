"""Read closings, proposals to reopen, the breach ledger.

In:   an incident, a bureau.    Out:  rows for screens.
Cost: one indexed query each.
"""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import may
from huiying.policy.breaches import BreachKind
from huiying.work.closing.models import (
    Breach,
    BreachEntry,
    Closing,
    ReopenProposal,
    ReopenState,
    Waiver,
)
from huiying.work.incidents.models import Incident

__all__ = [
    "Breach",
    "BreachEntry",
    "Closing",
    "ReopenProposal",
    "ReopenState",
    "Waiver",
    "breach_counts",
    "breaches_in_sight",
    "closings_of",
    "entries_of",
    "reopenings_waiting",
    "search_breaches",
    "sees_all_breaches",
    "waiver_by_number",
]


def closings_of(incident: Incident) -> QuerySet[Closing]:
    """Return each time an incident was closed, oldest first, reopened or not."""
    rows = Closing.objects.filter(incident=incident)
    return rows.select_related("closed_by", "reopened_by").order_by("closed_at", "pk")


def reopenings_waiting(bureau_id: int) -> QuerySet[ReopenProposal]:
    """Return the closed incidents that are spoken of again and wait for an officer."""
    rows = ReopenProposal.objects.filter(bureau_id=bureau_id, state=ReopenState.PROPOSED)
    rows = rows.select_related("closing__incident").order_by("raised_at", "pk")
    return rows.only("posts", "usual", "closing__incident__number", "closing__incident__title")


def waiver_by_number(bureau_id: int, number: str) -> Waiver | None:
    """Return a waiver by its public number."""
    rows = Waiver.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related("incident").first()


def sees_all_breaches(officer: Officer) -> bool:
    """Tell whether an officer sees the whole ledger, or what concerns his unit alone."""
    return may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)


def breaches_in_sight(officer: Officer) -> QuerySet[Breach]:
    """Return the breaches that an officer may see, newest first: all, or those of his unit."""
    rows = Breach.objects.filter(bureau_id=officer.bureau_id)
    if not sees_all_breaches(officer):
        rows = rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()
    return rows.select_related("incident", "unit").order_by("-found_at", "-pk")


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


def entries_of(breach: Breach) -> QuerySet[BreachEntry]:
    """Return everything that was said about a breach, oldest first."""
    return breach.entries.select_related("by__unit")
