"""The only way a screen gets a request for a second signature under a grade or a value.

In:   an officer, the key of the sign-off, a capability.    Out:  the row, or 404 / 403.
Cost: three queries; one more for an act.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.incidents.grading.actions.decide_request import decider_of
from huiying.work.incidents.grading.models import GradingRequest
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused


def grading_request_for(
    officer: Officer, pk: int, *, to: Capability = Capability.SEE_INCIDENTS
) -> GradingRequest:
    """Return a request about an incident that the officer may see.

    Args:
        to: ``SEE_INCIDENTS`` to look; ``GRADE`` to decide, as its kind asks, and never for
            who keeps out.

    Raises:
        Http404, PermissionDenied.
    """
    rows = GradingRequest.objects.select_related(
        "incident__notice_clock",
        "incident__response_clock",
        "incident__emergency_clock",
        "requested_by",
        "signoff__decided_by",
    )
    row = row_for(officer, rows, to=to, signoff_id=pk)
    incident_for(officer, row.incident.number, to=Capability.SEE_INCIDENTS)
    refuse_recused(officer, row.incident, to=to)
    if to not in READS and not may(officer, decider_of(row)):
        raise NotAllowed(decider_of(row), about=row.incident.number)
    return row
