"""The only way a screen gets a public promise, or a file of a promise or a task.

In:   an officer, a number, a capability.    Out:  the row, or 404 / 403.
Cost: one query; one more for an act.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.tasks.access import task_for
from huiying.work.casework.tasks.models import Commitment, Material
from huiying.work.incidents.recusals.access import refuse_recused


def promise_for(officer: Officer, number: str, *, to: Capability) -> Commitment:
    """Return a public promise of an incident that the officer may see.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Commitment.objects.select_related("incident__merged_into", "unit", "clock")
    commitment = row_for(officer, rows, to=to, number=number)
    if not sees_all_units(officer) and commitment.unit_id != officer.unit_id:
        raise NotAllowed(to)
    refuse_recused(officer, commitment.incident, to=to)
    return commitment


def material_for(officer: Officer, pk: int) -> Material:
    """Return a file of a task or a promise to whoever sees the task or the promise.

    Raises:
        Http404, PermissionDenied.
    """
    see = Capability.SEE_INCIDENTS
    rows = Material.objects.select_related("file", "entry__assignment", "commitment")
    row = row_for(officer, rows, to=see, pk=pk)
    if row.entry is not None:
        task_for(officer, row.entry.assignment.number, to=see)
    elif row.commitment is not None:
        promise_for(officer, row.commitment.number, to=see)
    return row
