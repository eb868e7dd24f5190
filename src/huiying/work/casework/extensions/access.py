"""The only way a screen gets an application for an extension: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.extensions.applications import decides
from huiying.work.casework.extensions.models import Extension
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused


def extension_for(
    officer: Officer, number: str, *, to: Capability = Capability.SEE_INCIDENTS
) -> Extension:
    """Return an application for more time of an incident that the officer may see.

    Args:
        to: ``SEE_INCIDENTS`` to look; ``APPROVE`` to decide, as ``decides`` says, and never for
            who keeps out.

    Raises:
        Http404, PermissionDenied.
    """
    capability = Capability.SEE_INCIDENTS
    rows = Extension.objects.select_related(
        "clock__holder_unit", "requested_by", "signoff__decided_by"
    )
    row = row_for(officer, rows, to=capability, number=number)
    about = ""
    if row.clock.subject_kind == "incident":
        incident = incident_for(officer, row.clock.subject_ref, to=capability)
        refuse_recused(officer, incident, to=to)
        about = incident.number
    elif not sees_all_units(officer) and row.clock.holder_unit_id != officer.unit_id:
        raise NotAllowed(to)
    if to not in READS and not decides(officer, row.clock):
        raise NotAllowed(to, about=about)
    return row
