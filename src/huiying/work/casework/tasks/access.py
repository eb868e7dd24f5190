"""The only way a screen gets a task or a response team: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.casework.core.access import OWN_UNIT_ONLY, sees_all_units
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.tasks.assignees import works_on
from huiying.work.incidents.recusals.access import refuse_recused


def task_for(officer: Officer, number: str, *, to: Capability) -> Assignment:
    """Return a task of the officer's bureau; SIGN and REPORT_BACK only for own unit or team.

    An officer without SEE_POSTS (承办人员) sees the tasks of his unit and his teams alone.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Assignment.objects.select_related(
        "unit",
        "team__head__unit",
        "team__incident__merged_into",
        "clock",
        "assigned_by",
        "accepted_by",
        "proposal__incident__merged_into",
    )
    assignment = row_for(officer, rows, to=to, number=number)
    own = works_on(assignment, officer)
    near = own or assignment.unit_id == officer.unit_id or sees_all_units(officer)
    if not near or (to in OWN_UNIT_ONLY and not own):
        raise NotAllowed(to)
    refuse_recused(officer, assignment.proposal.incident, to=to)
    return assignment


def team_for(officer: Officer, number: str, *, to: Capability) -> ResponseTeam:
    """Return a response team of an incident of the officer's bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = ResponseTeam.objects.select_related(
        "head__unit", "incident__merged_into", "formed_by"
    )
    team = row_for(officer, rows, to=to, number=number)
    refuse_recused(officer, team.incident, to=to)
    return team
