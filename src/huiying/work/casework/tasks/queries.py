"""Read tasks: of an incident, of an officer's unit and teams, who is the next to act.

In:   an incident, an officer.    Out:  query sets; also of what was merged into the incident.
Cost: one or two queries each.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.procedure.queries import assignments_of
from huiying.work.casework.tasks.assignees import SETTLED_STATES, signs_for, works_on
from huiying.work.casework.tasks.models import EntryKind, Material, TaskEntry
from huiying.work.casework.tasks.teams import teams_headed_by, teams_with_member
from huiying.work.incidents.core.models import Incident


def open_tasks(incident: Incident) -> QuerySet[Assignment]:
    """Return the tasks of an incident that are neither closed nor called back."""
    return assignments_of(incident).exclude(state__in=SETTLED_STATES)


def task_entries(task: Assignment) -> QuerySet[TaskEntry]:
    """Return the steps of a task with their files, oldest first."""
    rows = TaskEntry.objects.filter(assignment=task).select_related("by__unit")
    return rows.prefetch_related(Prefetch("materials", Material.objects.select_related("file")))


def closing_moments(bureau_id: int, task_ids: Collection[int]) -> dict[int, datetime]:
    """Return when each of these tasks was accepted as done; one that was not is left out."""
    rows = TaskEntry.objects.filter(
        bureau_id=bureau_id, assignment_id__in=task_ids, kind=EntryKind.CLOSED
    )
    return dict(rows.order_by("at").values_list("assignment_id", "at"))


def tasks_of_bureau(bureau_id: int) -> QuerySet[Assignment]:
    """Return every task of a bureau, for who reads its registers."""
    return Assignment.objects.filter(bureau_id=bureau_id)


def visible_tasks(officer: Officer) -> QuerySet[Assignment]:
    """Return the tasks of the officer's unit and teams; of the bureau for who sees it all."""
    rows = Assignment.objects.filter(bureau_id=officer.bureau_id)
    if not sees_all_units(officer):
        own = Q(team_id__in=teams_with_member(officer).values("pk"))
        rows = rows.filter(own | Q(unit_id=officer.unit_id) if officer.unit_id else own)
    return rows.select_related(
        "unit",
        "team__head",
        "clock",
        "accepted_by",
        "assigned_by",
        "proposal__incident__merged_into",
    )


def search_tasks(
    rows: QuerySet[Assignment],
    *,
    words: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Assignment]:
    """Narrow tasks by words in task, number, unit or incident, and by days of assignment."""
    for word in words.split():
        rows = rows.filter(
            Q(task__icontains=word)
            | Q(number__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(proposal__incident__number__icontains=word)
            | Q(proposal__incident__title__icontains=word)
        )
    if since:
        rows = rows.filter(assigned_at__gte=since)
    if until:
        rows = rows.filter(assigned_at__lt=until)
    return rows


def tasks_awaiting_officer(officer: Officer) -> QuerySet[Assignment]:
    """Return the tasks on which this officer is the next to act, the oldest first."""
    state = AssignmentState
    mine = []
    if officer.unit_id is not None and may(officer, Capability.SIGN):
        taken = (state.ASSIGNED, state.ACCEPTED)
        led = teams_headed_by(officer).order_by().values("pk")
        mine = [
            Q(unit_id=officer.unit_id, team__isnull=True, state__in=taken),
            Q(team_id__in=led, state=state.ASSIGNED),
            Q(team_id__in=teams_with_member(officer).values("pk"), state=state.ACCEPTED),
        ]
    if may(officer, Capability.CONSULT):
        mine.append(Q(state__in=(state.REPORTED, state.SENT_BACK)))
    if may(officer, Capability.APPROVE):
        mine.append(Q(state=state.ESCALATED))
    if not mine:
        return Assignment.objects.none()
    return visible_tasks(officer).filter(reduce(or_, mine)).order_by("assigned_at", "pk")


def awaits_officer(task: Assignment, officer: Officer) -> bool:
    """Tell whether a task waits for this officer, as ``tasks_awaiting_officer``."""
    state = AssignmentState(task.state)
    if state == AssignmentState.ASSIGNED:
        return may(officer, Capability.SIGN) and signs_for(task, officer)
    if state == AssignmentState.ACCEPTED:
        return may(officer, Capability.SIGN) and works_on(task, officer)
    if state in (AssignmentState.REPORTED, AssignmentState.SENT_BACK):
        return may(officer, Capability.CONSULT)
    return state == AssignmentState.ESCALATED and may(officer, Capability.APPROVE)


def tasks_of(incident: Incident) -> QuerySet[Assignment]:
    """Return what was assigned for an incident, with all that a list shows of it."""
    return assignments_of(incident).select_related(
        "clock", "accepted_by", "proposal__incident__merged_into"
    )
