"""The only way a screen gets an incident: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.access import refuse_recused


def incident_for(officer: Officer, number: str, *, to: Capability) -> Incident:
    """Return an incident of the officer's bureau.

    An officer without SEE_POSTS (承办人员) sees the incidents of which his unit was notified.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Incident.objects.select_related(
        "opened_by", "lead_unit", "notice_clock", "response_clock", "merged_into"
    )
    incident = row_for(officer, rows, to=to, number=number)
    if not may(officer, Capability.SEE_POSTS) and not may(officer, Capability.READ_RECORD):
        unit = officer.unit_id
        if unit is None or not incident.concerned.filter(unit_id=unit).exists():
            raise NotAllowed(to, about=number)
    refuse_recused(officer, incident, to=to)
    return incident
