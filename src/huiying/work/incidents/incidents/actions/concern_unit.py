"""Record which units an incident concerns, and which of them leads.

In:   an incident, a unit.    Out:  the unit may see the incident.
Cost: one or two writes.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Unit
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.models import ConcernedUnit


def concern_unit(*, incident: Incident, unit: Unit, lead: bool) -> None:
    """Let a unit see the incident; ``lead`` makes it the responsible one (Art. 4(1))."""
    ConcernedUnit.objects.get_or_create(
        bureau_id=incident.bureau_id, incident=incident, unit=unit
    )
    if lead and incident.lead_unit_id != unit.pk:
        incident.lead_unit = unit
        incident.save(update_fields=["lead_unit"])
