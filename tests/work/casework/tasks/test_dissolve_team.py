"""A team is dissolved, and no task of it is left with nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.tasks.actions.assign import accept_task
from huiying.work.casework.tasks.actions.dissolve_team import dissolve_team, end_teams
from huiying.work.casework.tasks.teams import active_teams
from huiying.work.closing.gate.actions.close import close_incident
from tests.factories import T0
from tests.scenarios.closing import make_release, make_solved_notice
from tests.scenarios.incidents import incident_of
from tests.work.casework.tasks.teams import formed, members

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)
S = AssignmentState


def dissolve(team, officer, reason="办完了", **more):
    to = {"unit": None, "other": None} | more
    return dissolve_team(team=team, reason=reason, officer=officer, now=LATER, **to)


def test_dissolving_hands_over_what_is_open_with_its_running_clock(yunchuan, team, task):
    accept_task(assignment=task, officer=yunchuan.water, now=T0)
    due = task.clock.due_at
    end = {"team": team, "reason": "改由水务局办", "officer": yunchuan.leader, "now": LATER}

    with pytest.raises(Refused, match="尚有 1 项交办未办结"):
        dissolve_team(unit=None, other=None, **end)
    moved = dissolve_team(unit=yunchuan.online, other=None, **end)

    task.refresh_from_db()
    clock = Clock.objects.get(pk=task.clock_id)
    assert moved == 1
    assert (task.state, task.team, task.unit) == (S.ASSIGNED, None, yunchuan.online)
    assert (clock.holder_unit, clock.holder_officer) == (yunchuan.online, None)
    assert (clock.due_at, clock.state) == (due, "RUNNING")
    assert members(team) == set()
    assert task.entries.last().text == "“供水处置组”已解散，由网上信访科承接。"


def test_closing_the_matter_ends_its_team(yunchuan):
    incident = incident_of(yunchuan)
    team = formed(yunchuan, incident, head=yunchuan.window, members=[])
    make_solved_notice(yunchuan, incident)
    make_release(yunchuan, incident)

    close_incident(incident=incident, officer=yunchuan.shen, now=LATER)

    assert not active_teams(incident).exists()
    assert members(team) == set()


def test_a_team_without_tasks_is_dissolved_once_with_a_reason(yunchuan, team):
    with pytest.raises(Refused, match="解散的理由"):
        dissolve(team, yunchuan.leader, reason=" ")
    with pytest.raises(PermissionDenied):
        dissolve(team, yunchuan.lu)
    assert dissolve(team, yunchuan.leader, revision=team.revision) == 0
    with pytest.raises(Stale):
        dissolve(team, yunchuan.leader)

    assert (team.dissolved_at, team.dissolved_by, team.reason) == (
        LATER,
        yunchuan.leader,
        "办完了",
    )
    assert members(team) == set()
    assert AuditRecord.objects.get(verb="team.dissolved").data["tasks"] == 0


def test_another_team_of_the_same_matter_takes_the_tasks(yunchuan, major, team, task):
    other = formed(yunchuan, major, name="送水组", head=yunchuan.window, members=[])
    elsewhere = formed(yunchuan, incident_of(yunchuan), head=yunchuan.window, members=[])
    for wrong in (team, elsewhere):
        with pytest.raises(Refused, match="未找到该工作小组"):
            dissolve(team, yunchuan.leader, other=wrong)

    assert dissolve(team, yunchuan.leader, other=other) == 1

    task.refresh_from_db()
    assert (task.team, task.unit) == (other, yunchuan.reception)
    assert task.clock.holds.count() == 2


def test_a_unit_of_another_bureau_takes_no_task(yunchuan, linxi, team, task):
    with pytest.raises(Refused, match="尚有 1 项交办未办结"):
        dissolve(team, yunchuan.leader, unit=linxi.waterworks)

    team.refresh_from_db()
    assert team.dissolved_at is None


def test_with_its_matter_a_team_ends_unless_it_has_a_task_open(yunchuan, major, team, task):
    idle = formed(yunchuan, major, name="送水组", head=yunchuan.window, members=[])

    end_teams(incident=major, officer=yunchuan.shen, now=LATER)

    idle.refresh_from_db()
    assert list(active_teams(major)) == [team]
    assert (idle.dissolved_at, idle.reason, members(idle)) == (LATER, "事件办结", set())
    assert AuditRecord.objects.get(verb="team.dissolved").ref == idle.number
