"""The possible assignees of a task: units of the bureau, response teams of the incident."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.queries import units_of
from huiying.web.shared.requests import parse_int
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.tasks.teams import active_team_by_number
from huiying.work.incidents.core.models import Incident

UNIT, TEAM = "unit:", "team:"


def assignee_choices(bureau_id: int, teams: Iterable[ResponseTeam]) -> list[tuple[str, str]]:
    """Return teams and units as choices, the teams first."""
    words = _("%(team)s（工作小组，负责人%(head)s）")
    named = [
        (f"{TEAM}{row.number}", words % {"team": row.name, "head": row.head.name})
        for row in teams
    ]
    return [*named, *((f"{UNIT}{row.pk}", row.name) for row in units_of(bureau_id))]


def assignee_of(
    officer: Officer, chosen: str, incident: Incident
) -> tuple[Unit | None, ResponseTeam | None]:
    """Return the unit that was chosen; of a team, that of its head, and the team."""
    if chosen.startswith(TEAM):
        team = active_team_by_number(incident, chosen.removeprefix(TEAM))
        return (team.head.unit, team) if team else (None, None)
    key = parse_int(chosen.removeprefix(UNIT)) or 0
    return units_of(officer.bureau_id).filter(pk=key).first(), None
