"""Compare who keeps out of which petition with the record.

In:   a bureau.    Out:  what differs, each named by its petition.
Cost: two queries.

A recusal that was ended, or made, below the application would open a petition to whom it
concerns, or keep its handler out.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.queries import pairs_in_force
from huiying.reasons.reason import Reason, reason
from huiying.work.petitions.recusals.models import PetitionRecusal


def petition_recusal_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the petitions from which others are recused than the record says."""
    recorded = pairs_in_force(
        bureau_id=bureau_id,
        begins="petition.recused",
        ends="petition.recusal_ended",
        names="officer",
    )
    rows = PetitionRecusal.objects.filter(bureau_id=bureau_id, ended_at__isnull=True)
    in_force = {
        (number, f"officer:{officer}")
        for number, officer in rows.values_list("petition__number", "officer_id")
    }
    for number in sorted({number for number, _officer in recorded ^ in_force}):
        yield reason("record.petition_recusal_differs", ref=number)
