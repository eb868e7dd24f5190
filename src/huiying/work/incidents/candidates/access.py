"""The only way a screen gets a candidate: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.recusals.access import refuse_recused


def candidate_for(officer: Officer, event_id: int, *, to: Capability) -> Candidate:
    """Return a candidate of the officer's bureau; of one that is an incident, as that.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Candidate.objects.select_related(
        "incident__merged_into",
        "notice_clock",
        "decided_by",
        "opened_by",
        "proposed_unit",
        "topic_by",
    )
    candidate = row_for(officer, rows, to=to, event_id=event_id)
    if candidate.incident is not None:
        refuse_recused(officer, candidate.incident, to=to)
    return candidate
