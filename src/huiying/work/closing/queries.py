"""Read closings and proposals to reopen.

In:   an incident, a bureau.    Out:  rows for screens.
Cost: one indexed query each.
"""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.work.closing.models import Closing, ReopenProposal, ReopenState, Waiver
from huiying.work.incidents.models import Incident

__all__ = [
    "Closing",
    "ReopenProposal",
    "ReopenState",
    "Waiver",
    "closings_of",
    "reopenings_waiting",
    "waiver_by_number",
]


def closings_of(incident: Incident) -> QuerySet[Closing]:
    """Return each time an incident was closed, oldest first, reopened or not."""
    rows = Closing.objects.filter(incident=incident)
    return rows.select_related("closed_by", "reopened_by").order_by("closed_at", "pk")


def reopenings_waiting(bureau_id: int) -> QuerySet[ReopenProposal]:
    """Return the closed incidents that are spoken of again and wait for an officer."""
    rows = ReopenProposal.objects.filter(bureau_id=bureau_id, state=ReopenState.PROPOSED)
    return rows.select_related("closing__incident").order_by("raised_at", "pk")


def waiver_by_number(bureau_id: int, number: str) -> Waiver | None:
    """Return a waiver by its public number."""
    rows = Waiver.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related("incident").first()
