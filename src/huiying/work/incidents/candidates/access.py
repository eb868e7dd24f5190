"""The only way a screen gets a candidate, or a post to triage: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.placements.models import Placement
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


def placed_post_for(officer: Officer, post_id: int, *, to: Capability) -> Placement:
    """Return where a post of the officer's bureau stands; one of history alone is no matter.

    Raises:
        Http404, PermissionDenied: Also if it belongs to an incident that the officer keeps out
            of.
    """
    rows = Placement.objects.filter(post__history=False)
    placement = row_for(officer, rows, to=to, post_id=post_id)
    held = IncidentEvent.objects.filter(
        bureau_id=officer.bureau_id, event_id=placement.event_id
    )
    for row in held.select_related("incident"):
        refuse_recused(officer, row.incident, to=to)
    return placement
