"""What a dossier is about: an incident with all that was merged into it.

In:   a filing.    Out:  keys, numbers, events, and what is kept back.
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
    """One filed matter, read once."""

    filing: Filing
    incidents: tuple[Incident, ...]  # the filed one first
    events: tuple[int, ...]
    withheld: Withheld

    @property
    def bureau_id(self) -> int:
        """Whose it is."""
        return self.filing.bureau_id

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
    incident = filing.incident
    keys = [incident.pk, *(row.pk for row in merged_from(incident))]
    found = Incident.objects.select_related("lead_unit", "opened_by").in_bulk(keys)
    events = IncidentEvent.objects.filter(bureau_id=filing.bureau_id, incident_id__in=keys)
    return Matter(
        filing,
        tuple(found[key] for key in keys),
        tuple(events.order_by("event_id").values_list("event_id", flat=True)),
        withheld_of(keys),
    )
