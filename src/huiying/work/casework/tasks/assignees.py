"""Who works on a task: the officers of its unit, or the members of a team.

In:   a task, a team, an officer.    Out:  yes or no, a holder, open tasks.
Cost: at most one query.

A task of a team is signed by its head and worked on by its members; any other task belongs to
the officers of its unit.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.actions.start import Holder
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.tasks.teams import teams_with_member

SETTLED_STATES = (AssignmentState.CLOSED, AssignmentState.RECALLED)


def open_tasks_of_team(team: ResponseTeam) -> QuerySet[Assignment]:
    """Return the tasks in the hands of a team that are neither closed nor called back."""
    rows = Assignment.objects.filter(team=team).exclude(state__in=SETTLED_STATES)
    return rows.select_related("unit", "clock", "team__head", "proposal__incident__merged_into")


def works_on(task: Assignment, officer: Officer) -> bool:
    """Tell whether a task is an officer's to work on: of his team, or of his unit."""
    if task.team_id is None:
        return task.unit_id == officer.unit_id
    return teams_with_member(officer).filter(pk=task.team_id).exists()


def signs_for(task: Assignment, officer: Officer) -> bool:
    """Tell whether an officer takes a task on or sends it back: a team's head alone."""
    if task.team is None:
        return task.unit_id == officer.unit_id
    return task.team.head_id == officer.pk


def task_clock_ids(teams: Iterable[ResponseTeam]) -> list[int]:
    """Return the keys of the clocks of tasks that teams have in their hands."""
    rows = Assignment.objects.filter(team__in=list(teams), clock__isnull=False)
    return list(rows.order_by().values_list("clock_id", flat=True))


def assignee_name(task: Assignment) -> str:
    """Return who does a task, for people: a team or a unit."""
    return task.team.name if task.team else task.unit.name


def task_clock_holder(task: Assignment) -> Holder:
    """Return who holds the clock of a task: the unit, or the head of the team."""
    if task.team is None:
        return Holder(task.unit.name, unit=task.unit)
    return Holder(task.team.name, unit=task.unit, officer=task.team.head)
