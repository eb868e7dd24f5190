"""The only way a screen gets a verification request or a piece of its evidence.

In:   an officer, a number, a capability.    Out:  the row, or 404 / 403.
Cost: one query; one more for an act, and for an officer who sees only what concerns his unit.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.verification.models import Docket, Evidence
from huiying.work.incidents.recusals.access import refuse_recused


def verification_request_for(officer: Officer, number: str, *, to: Capability) -> Docket:
    """Return a docket of the officer's bureau; REPORT_BACK only for the unit that was asked.

    An officer without SEE_POSTS (承办人员) sees what his unit was asked, and what answers an
    incident that concerns his unit.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Docket.objects.select_related("unit", "requested_by", "clock")
    docket = row_for(officer, rows, to=to, number=number)
    own = docket.unit_id == officer.unit_id
    if to == Capability.REPORT_BACK and not own:
        raise NotAllowed(to)
    if to not in READS:
        for link in docket.serves.select_related("incident"):
            refuse_recused(officer, link.incident, to=to)
    if own or sees_all_units(officer):
        return docket
    unit = officer.unit_id
    if unit is None or not docket.serves.filter(incident__concerned__unit_id=unit).exists():
        raise NotAllowed(to)
    return docket


def evidence_for(officer: Officer, number: str, pk: int, *, to: Capability) -> Evidence:
    """Return one piece of evidence of a docket, as ``verification_request_for``."""
    docket = verification_request_for(officer, number, to=to)
    rows = Evidence.objects.select_related(
        "file", "finding__docket__unit", "finding__docket__clock"
    )
    return row_for(officer, rows, to=to, pk=pk, finding__docket=docket)
