"""What a dossier is about: an incident with all that was merged into it.

In:   an incident.    Out:  keys, numbers, events, and what is kept back.
Cost: a few queries.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.work.closing.archive.models import Filing
from huiying.work.closing.dossiers.withheld import Withheld, withheld_of
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.core.queries import merged_from


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter, read once."""

    incidents: tuple[Incident, ...]  # the one that it is about first
    events: tuple[int, ...]
    withheld: Withheld

    @property
    def bureau_id(self) -> int:
        """Whose it is."""
        return self.incident.bureau_id

    @property
    def incident(self) -> Incident:
        """The incident that all others were merged into."""
        return self.incidents[0]

    @property
    def keys(self) -> list[int]:
        """The keys of its incidents."""
        return [row.pk for row in self.incidents]

    @property
    def numbers(self) -> list[str]:
        """The public numbers of its incidents."""
        return [row.number for row in self.incidents]


def matter_of(filing: Filing) -> Matter:
    """Return the matter of a filing."""
    return matter_about(filing.incident)


def matter_about(incident: Incident) -> Matter:
    """Return the matter of an incident at any stage."""
    keys = [incident.pk, *(row.pk for row in merged_from(incident))]
    found = Incident.objects.select_related("lead_unit", "opened_by").in_bulk(keys)
    events = IncidentEvent.objects.filter(bureau_id=incident.bureau_id, incident_id__in=keys)
    return Matter(
        tuple(found[key] for key in keys),
        tuple(events.order_by("event_id").values_list("event_id", flat=True)),
        withheld_of(keys),
    )
