"""The matter that posts belong to: an incident, or a group that waits for triage.

In:   a bureau, posts.    Out:  post → its incident or its candidate.
Cost: two queries, however many posts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.queries import WAITING_STATES
from huiying.work.incidents.core.models import Incident, IncidentEvent


@dataclass(frozen=True, slots=True)
class Matters:
    """What some events became: event → its incident; event → its candidate's title."""

    incidents: Mapping[int, Incident]
    candidates: Mapping[int, str]


def matters_of_events(bureau_id: int, event_ids: set[int]) -> Matters:
    """Return the incidents of these events, and the titles of those that wait for triage.

    An incident that was merged into another is given as the one it became.
    """
    rows = IncidentEvent.objects.filter(bureau_id=bureau_id, event_id__in=event_ids)
    found = rows.select_related("incident__merged_into__merged_into")
    incidents = {row.event_id: row.incident.current for row in found}
    waiting = Candidate.objects.filter(
        bureau_id=bureau_id,
        event_id__in=event_ids - incidents.keys(),
        state__in=WAITING_STATES,
    )
    return Matters(incidents, dict(waiting.values_list("event_id", "title")))
