"""Compare who keeps out of which incident with the record.

In:   a bureau.    Out:  what differs, each named by its incident.
Cost: two queries.

A recusal that was ended, or made, below the application would let somebody decide in his own
matter, or keep its handler out.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.queries import pairs_in_force
from huiying.reasons.reason import Reason, reason
from huiying.work.incidents.recusals.models import Recusal


def incident_recusal_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the incidents from which others are recused than the record says."""
    recorded = pairs_in_force(
        bureau_id=bureau_id,
        begins="incident.recused",
        ends="incident.recusal_ended",
        names="officer",
    )
    rows = Recusal.objects.filter(bureau_id=bureau_id, ended_at__isnull=True)
    in_force = {
        (number, f"officer:{officer}")
        for number, officer in rows.values_list("incident__number", "officer_id")
    }
    for number in sorted({number for number, _officer in recorded ^ in_force}):
        yield reason("record.incident_recusal_differs", ref=number)
