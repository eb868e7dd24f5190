"""The events of an incident, and the incidents that were merged into it.

In:   an incident.    Out:  event ids; merged incidents, step by step.
Cost: one query; one more for each step of a merge.
"""

from __future__ import annotations

from huiying.work.incidents.core.models import Incident

MERGED_FIELDS = ("number", "title", "merged_into")


def merged_from(incident: Incident) -> list[Incident]:
    """Return number and title of all that was folded into an incident, step by step."""
    found: list[Incident] = []
    layer, known = [incident.pk], {incident.pk}
    while layer:
        rows = Incident.objects.filter(bureau_id=incident.bureau_id, merged_into_id__in=layer)
        new = [row for row in rows.only(*MERGED_FIELDS) if row.pk not in known]
        layer = [row.pk for row in new]
        known |= set(layer)
        found += new
    return found


def event_ids_of(incident: Incident) -> list[int]:
    """Return the events that make up an incident."""
    return list(incident.events.values_list("event_id", flat=True))
