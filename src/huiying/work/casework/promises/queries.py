"""Read public promises: of an incident, of a unit, open, due.

In:   an incident, an officer, a moment.
Out:  query sets; also of what was merged into the incident.
Cost: one or two queries each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.queries import status_columns
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.core.incidents import INCIDENT_NUMBER_FIELDS, family_of
from huiying.work.casework.tasks.models import Commitment, Material
from huiying.work.incidents.core.models import Incident


def open_promises(incident: Incident) -> QuerySet[Commitment]:
    """Return the public promises of an incident that were not kept yet."""
    return promises_of(incident).filter(fulfilled_at__isnull=True)


def promises_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[Commitment]:
    """Return every public promise of an incident, by day."""
    rows = Commitment.objects.filter(
        bureau_id=incident.bureau_id, incident_id__in=family or family_of(incident)
    )
    return rows.select_related("unit", "clock", "made_by", "fulfilled_by").prefetch_related(
        Prefetch("materials", Material.objects.select_related("file"))
    )


def visible_promises(officer: Officer) -> QuerySet[Commitment]:
    """Return the public promises of the bureau, of a unit its own, by day."""
    rows = Commitment.objects.filter(bureau_id=officer.bureau_id)
    if not sees_all_units(officer):
        rows = rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()
    return rows.select_related("clock", "unit", "fulfilled_by", "incident__merged_into")


def promises_due(officer: Officer, until: datetime) -> QuerySet[Commitment]:
    """Return the promises that are to be kept by a moment and are not, the oldest first."""
    rows = Commitment.objects.filter(
        bureau_id=officer.bureau_id, fulfilled_at__isnull=True, due_at__lte=until
    )
    if not may(officer, Capability.CONTACT):
        rows = rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()
    rows = rows.select_related("clock", "incident__merged_into").order_by("due_at")
    return rows.only("number", "text", *INCIDENT_NUMBER_FIELDS, *status_columns("clock"))
