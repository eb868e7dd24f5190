"""The only way a screen gets a waiver: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.closing.core.models import Waiver
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused


def waiver_for(officer: Officer, number: str, *, to: Capability) -> Waiver:
    """Return a waiver of an incident that the officer may see.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Waiver.objects.select_related(
        "incident", "requested_by", "signoff__clock", "signoff__decided_by"
    )
    waiver = row_for(officer, rows, to=to, number=number)
    incident_for(officer, waiver.incident.number, to=Capability.SEE_INCIDENTS)
    refuse_recused(officer, waiver.incident, to=to)
    return waiver
