"""Read the response teams of incidents (Art. 3, 6), and who works and signs on a task.

In:   an incident, a task, an officer.    Out:  teams with head and members; yes or no.
Cost: one query, one more for the members.

A task of a team is signed by its head and worked on by its members; any other task belongs to
the officers of its unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, QuerySet

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import may, officers_of
from huiying.base.clocks.actions.start import Holder
from huiying.work.casework.models import Assignment, AssignmentState, ResponseTeam, TeamMember
from huiying.work.casework.queries import family_of
from huiying.work.incidents.models import Incident
from huiying.work.incidents.recusal import recusals_of

__all__ = [
    "HEADS",
    "ResponseTeam",
    "TeamMember",
    "can_head",
    "can_join",
    "clocks_of",
    "doer_of",
    "headed_by",
    "holder_of_task",
    "open_tasks_of",
    "signs_for",
    "standing_teams",
    "team_by_number",
    "teams_in_sight",
    "teams_of",
    "teams_with",
    "works_on",
]

SETTLED = (AssignmentState.CLOSED, AssignmentState.RECALLED)
HEADS = (Capability.SIGN, Capability.REPORT_BACK)


def _rows() -> QuerySet[ResponseTeam]:
    members = TeamMember.objects.select_related("officer__unit")
    rows = ResponseTeam.objects.select_related(
        "head__unit", "formed_by", "dissolved_by", "incident__merged_into"
    )
    return rows.prefetch_related(Prefetch("members", members))


def teams_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[ResponseTeam]:
    """Return every team of an incident and of those merged into it, oldest first."""
    keys = family or family_of(incident)
    return _rows().filter(bureau_id=incident.bureau_id, incident_id__in=keys)


def standing_teams(incident: Incident) -> QuerySet[ResponseTeam]:
    """Return the teams of an incident that were not dissolved."""
    return teams_of(incident).filter(dissolved_at__isnull=True)


def teams_in_sight(officer: Officer) -> QuerySet[ResponseTeam]:
    """Return the standing teams of the bureau; of who sees only his unit's matters, his own."""
    rows = _rows().filter(bureau_id=officer.bureau_id, dissolved_at__isnull=True)
    if may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD):
        return rows
    return rows.filter(pk__in=teams_with(officer))


def teams_with(officer: Officer) -> QuerySet[ResponseTeam]:
    """Return the standing teams that an officer belongs to."""
    now_in = TeamMember.objects.filter(officer=officer, to_at__isnull=True)
    return ResponseTeam.objects.filter(
        pk__in=now_in.values("team_id"), dissolved_at__isnull=True
    )


def headed_by(officer: Officer) -> QuerySet[ResponseTeam]:
    """Return the standing teams that an officer heads."""
    return _rows().filter(head=officer, dissolved_at__isnull=True)


def team_by_number(incident: Incident, number: str) -> ResponseTeam | None:
    """Return a standing team of an incident by its number."""
    return standing_teams(incident).filter(number=number).first()


def can_join(incident: Incident) -> list[Officer]:
    """Return the active officers of the bureau who do not keep out of the incident (回避)."""
    out = set(recusals_of(incident).values_list("officer_id", flat=True))
    rows = officers_of(incident.bureau_id).filter(is_active=True, unit__isnull=False)
    return [row for row in rows if row.pk not in out]


def can_head(officer: Officer) -> bool:
    """Tell whether an officer may sign and report for a team."""
    return officer.unit_id is not None and all(may(officer, one) for one in HEADS)


def open_tasks_of(team: ResponseTeam) -> QuerySet[Assignment]:
    """Return the tasks in the hands of a team that are neither closed nor called back."""
    rows = Assignment.objects.filter(team=team).exclude(state__in=SETTLED)
    return rows.select_related("unit", "clock", "team__head", "proposal__incident__merged_into")


def works_on(task: Assignment, officer: Officer) -> bool:
    """Tell whether a task is an officer's to work on: of his team, or of his unit."""
    if task.team_id is None:
        return task.unit_id == officer.unit_id
    return teams_with(officer).filter(pk=task.team_id).exists()


def signs_for(task: Assignment, officer: Officer) -> bool:
    """Tell whether an officer takes a task on or sends it back: a team's head alone."""
    if task.team is None:
        return task.unit_id == officer.unit_id
    return task.team.head_id == officer.pk


def clocks_of(teams: Iterable[ResponseTeam]) -> list[int]:
    """Return the keys of the clocks of tasks that teams have in their hands."""
    rows = Assignment.objects.filter(team__in=list(teams), clock__isnull=False)
    return list(rows.order_by().values_list("clock_id", flat=True))


def doer_of(task: Assignment) -> str:
    """Return who does a task, for people: a team or a unit."""
    return task.team.name if task.team else task.unit.name


def holder_of_task(task: Assignment) -> Holder:
    """Return who holds the clock of a task: the unit, or the head of the team."""
    if task.team is None:
        return Holder(task.unit.name, unit=task.unit)
    return Holder(task.team.name, unit=task.unit, officer=task.team.head)
