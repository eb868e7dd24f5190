"""An incident with those merged into it, as rows of casework name them.

In:   an incident.    Out:  the incident that it is now, keys and conditions for queries.
Cost: one query for each step of merging.
"""

from __future__ import annotations

from django.db.models import Q

from huiying.base.audit.actions.append import Subject
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import merged_from

INCIDENT_NUMBER_FIELDS = (
    "incident__number",
    "incident__merged_into__number",
    "incident__merged_into__merged_into",
)


def incident_row_subject(kind: str, number: str, incident: Incident) -> Subject:
    """Return how the record names a row, on the timeline of its incident."""
    incident = current_incident(incident)
    return Subject(kind, number, incident.title, f"incident:{incident.number}")


MAX_MERGES = 50  # a chain of merged incidents is followed so far


def current_incident(incident: Incident) -> Incident:
    """Return the incident that an incident has become by merging."""
    for _step in range(MAX_MERGES):
        if incident.merged_into is None:
            break
        incident = incident.merged_into
    return incident


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
