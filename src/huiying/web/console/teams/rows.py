"""Response teams as lines and as the panel of an incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.grading.grades import Grade
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.core.models import ResponseTeam, TeamMember
from huiying.work.casework.tasks.teams import teams_of
from huiying.work.incidents.recusals.queries import active_recusals


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of a team; note: recused or deactivated."""

    name: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class FormerMember:
    """Somebody who has left a team."""

    name: str
    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A response team.

    Attributes:
        past_end: It stands although its planned end is over.
        over: It was dissolved; over_by, reason: by whom, and why.
        head_out: Nobody signs for it: its head is recused or deactivated.
        mine: The officer is one of it.
        incident, title, url: What it works on, in a list of teams.
    """

    number: str
    name: str
    head: PersonLine
    members: list[PersonLine]
    former: list[FormerMember]
    decision: str
    by: str
    from_at: datetime
    until_at: datetime | None
    past_end: bool
    over: bool
    over_at: datetime | None
    over_by: str
    reason: str
    head_out: bool
    mine: bool = False
    acts: Sequence[ActButton] = ()
    incident: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class TeamPanel:
    """The teams of an incident, those that stand first."""

    rows: list[TeamRow]
    acts: list[ActButton]


def team_line(team: ResponseTeam, now: datetime) -> TeamRow:
    """Return a team as one line of a list, with the incident that it works on."""
    incident = team.incident.current
    url = part_url(incident.number, "teams")
    row = _facts(team, now, set())
    return replace(row, incident=incident.number, title=incident.title, url=url)


def team_panel(reading: IncidentReading) -> TeamPanel | None:
    """Return the teams of an incident, those that stand first, and what may be decided.

    An ordinary matter without a team shows nothing of it.
    """
    teams = reading.family_rows("teams", teams_of)
    acts = team_acts(reading)
    decides = reading.may(Capability.FORM_TEAM) and not reading.is_settled
    if not teams and not acts:
        return None
    out = {row.officer_id for row in reading.family_rows("recusals", active_recusals)}
    rows = [_row(team, reading.officer, reading.now, out, decides=decides) for team in teams]
    rows.sort(key=lambda row: row.over)
    return TeamPanel(rows, acts)


def team_acts(reading: IncidentReading) -> list[ActButton]:
    """Return the act of forming a team; an ordinary matter needs one only if it has one."""
    if not reading.may(Capability.FORM_TEAM) or reading.is_settled:
        return []
    if (
        reading.incident.grade_in_force < Grade.SIGNIFICANT
        and "teams" not in reading.related.kinds
    ):
        return []
    return [act_button(_("成立工作小组…"), "console:team-form", reading.number)]


def _row(
    team: ResponseTeam, officer: Officer, now: datetime, out: set[int], *, decides: bool
) -> TeamRow:
    acts = []
    if decides and team.dissolved_at is None:
        change = reverse("console:team-change", args=[team.number])
        dissolve = reverse("console:team-dissolve", args=[team.number])
        acts = [act_button(_("调整…"), change), act_button(_("解散…"), dissolve)]
    mine = any(row.officer_id == officer.pk and row.to_at is None for row in _members(team))
    return replace(_facts(team, now, out), acts=acts, mine=mine)


def _facts(team: ResponseTeam, now: datetime, out: set[int]) -> TeamRow:
    over = team.dissolved_at is not None
    members = _members(team)
    here = members if over else [row for row in members if row.to_at is None]
    return TeamRow(
        number=team.number,
        name=team.name,
        head=_person(team.head, out),
        members=[_person(row.officer, out) for row in here if row.officer != team.head],
        former=[
            FormerMember(row.officer.name, row.from_at, row.to_at)
            for row in members
            if row.to_at is not None and not over
        ],
        decision=team.decision,
        by=team.formed_by.name,
        from_at=team.formed_at,
        until_at=team.until_at,
        past_end=not over and team.until_at is not None and team.until_at < now,
        over=over,
        over_at=team.dissolved_at,
        over_by=team.dissolved_by.name if team.dissolved_by else "",
        reason=_(team.reason) if team.reason else "",
        head_out=not over and (team.head_id in out or not team.head.is_active),
    )


def _members(team: ResponseTeam) -> list[TeamMember]:
    return list(team.members.all())


def _person(officer: Officer, out: set[int]) -> PersonLine:
    unit = officer.unit.name if officer.unit else ""
    note = ""
    if officer.pk in out:
        note = _("已回避")
    elif not officer.is_active:
        note = _("已停用")
    return PersonLine(officer.name, unit, note)
