"""The only way a screen gets a breach: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.closing.breaches.models import Breach
from huiying.work.incidents.recusals.access import refuse_recused


def breach_for(officer: Officer, number: str, *, to: Capability) -> Breach:
    """Return a breach; of a unit's officer only his unit's own, and so for REPORT_BACK.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Breach.objects.select_related("incident", "unit", "clock", "recorded_by")
    breach = row_for(officer, rows, to=to, number=number)
    own = breach.unit_id is not None and breach.unit_id == officer.unit_id
    if not own and (to == Capability.REPORT_BACK or not sees_all_units(officer)):
        raise NotAllowed(to)
    if breach.incident is not None:
        refuse_recused(officer, breach.incident, to=to)
    return breach
