"""The only way a screen gets a request for a second signature, or an objection to a grade.

In:   an officer, a key, a capability.    Out:  the row, or 404 / 403.
Cost: three queries; one more for an act.
"""

from __future__ import annotations

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_request import decider_of
from huiying.work.incidents.grading.models import GradeObjection, GradingRequest
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.grading.rises import open_rises_of
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


def rise_for(officer: Officer, number: str, *, to: Capability) -> GradeRise:
    """Return what the system proposes above the grade of an incident, and nobody settled.

    What waits comes before what a leader may still raise.

    Raises:
        Http404, PermissionDenied: Also to who keeps out of the incident.
    """
    incident = incident_for(officer, number, to=to)
    rows = open_rises_of(incident).order_by("-state", "-pk")
    row = rows.first()
    if row is None:
        raise Http404
    row.incident = incident
    return row


def objectionable_incident_for(
    officer: Officer, number: str, *, to: Capability = Capability.REPORT_BACK
) -> Incident:
    """Return an incident to whose grade the officer's unit may object: one that concerns it.

    Raises:
        Http404, PermissionDenied.
    """
    incident = incident_for(officer, number, to=to)
    if not is_concerned(officer, incident):
        raise NotAllowed(to, about=number)
    return incident


def is_concerned(officer: Officer, incident: Incident) -> bool:
    """Tell whether the officer's unit was notified of an incident, or has a task in it."""
    unit = officer.unit_id
    return unit is not None and incident.concerned.filter(unit_id=unit).exists()


def objection_for(
    officer: Officer, pk: int, *, to: Capability = Capability.SEE_INCIDENTS
) -> GradeObjection:
    """Return an objection: to who sees every matter, and to the unit that lodged it.

    Args:
        to: ``SEE_INCIDENTS`` to look, ``GRADE`` to answer, ``REPORT_BACK`` to withdraw, which
            is the unit's alone.

    Raises:
        Http404, PermissionDenied: Also to officers of other units, and for an act to who
            keeps out.
    """
    rows = GradeObjection.objects.select_related(
        "incident__merged_into", "unit", "lodged_by", "settled_by", "decision__second", "file"
    )
    row = row_for(officer, rows, to=to, pk=pk)
    own = row.unit_id == officer.unit_id
    sees_all = may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)
    if not own and (to == Capability.REPORT_BACK or not sees_all):
        raise NotAllowed(to, about=row.incident.number)
    refuse_recused(officer, row.incident.current, to=to)
    return row
