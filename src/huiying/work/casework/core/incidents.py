"""An incident together with those merged into it.

In:   an incident.    Out:  the incident that it is now, keys and conditions for queries.
Cost: one query for each step of merging.
"""

from __future__ import annotations

from django.db.models import Q

from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import merged_from

INCIDENT_NUMBER_FIELDS = (
    "incident__number",
    "incident__merged_into__number",
    "incident__merged_into__merged_into",
)


def about_incident(incident: Incident) -> Q:
    """Return the condition of rows about an incident or about what was merged into it."""
    return Q(bureau_id=incident.bureau_id) & (
        Q(incident=incident)
        | Q(incident__merged_into=incident)
        | Q(incident__merged_into__merged_into=incident)
    )


def family_of(incident: Incident) -> list[int]:
    """Return the keys of an incident and of all that were merged into it, step by step."""
    return [incident.pk, *(row.pk for row in merged_from(incident))]
