"""The only way a screen gets a filing or a request for a period: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.closing.archive.models import Filing, PeriodRequest
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused


def filing_for(officer: Officer, number: str, *, to: Capability) -> Filing:
    """Return a filing of an incident that the officer may see, also one that ended.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Filing.objects.select_related(
        "incident__lead_unit", "filed_by", "signed_by", "closing__closed_by"
    )
    filing = row_for(officer, rows, to=to, number=number)
    incident_for(officer, filing.incident.number, to=Capability.SEE_INCIDENTS)
    refuse_recused(officer, filing.incident, to=to)
    return filing


def period_request_for(officer: Officer, number: str, *, to: Capability) -> PeriodRequest:
    """Return a request for a shorter period.

    Raises:
        Http404, PermissionDenied.
    """
    rows = PeriodRequest.objects.select_related(
        "incident", "closing", "filing", "requested_by", "signoff__decided_by"
    )
    request = row_for(officer, rows, to=to, number=number)
    incident_for(officer, request.incident.number, to=Capability.SEE_INCIDENTS)
    refuse_recused(officer, request.incident, to=to)
    return request
