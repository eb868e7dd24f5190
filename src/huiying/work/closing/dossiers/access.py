"""The only way a screen gets a dossier: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.closing.dossiers.models import Dossier
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused


def dossier_for(officer: Officer, number: str, *, to: Capability) -> Dossier:
    """Return a dossier of an incident that the officer may see.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Dossier.objects.select_related("filing__incident", "requested_by")
    dossier = row_for(officer, rows, to=to, number=number)
    incident_for(officer, dossier.filing.incident.number, to=Capability.SEE_INCIDENTS)
    refuse_recused(officer, dossier.filing.incident, to=to)
    return dossier
