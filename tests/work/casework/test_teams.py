"""处置工作组: formed for an incident, its head signs, its tasks are never left with nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.capabilities import Role
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import holds_now
from huiying.jobs.leaving import After, CannotPassOn, pass_on
from huiying.policy.grading import Grade
from huiying.work.casework.actions.assign import accept_task, assign_task
from huiying.work.casework.actions.close_task import recheck_task
from huiying.work.casework.actions.dissolve_team import dissolve_team
from huiying.work.casework.actions.form_team import Wanted, change_team, form_team
from huiying.work.casework.actions.report_task import report_task
from huiying.work.casework.actions.return_task import send_back_task
from huiying.work.casework.models import AssignmentState, TeamMember
from huiying.work.casework.offline import is_next, tasks_in_sight, tasks_to_act
from huiying.work.casework.queries import family_of
from huiying.work.casework.teams import standing_teams
from huiying.work.closing.actions.close import close_incident
from huiying.work.incidents.actions.recuse import recuse
from huiying.work.incidents.exceptions import CannotDecide, Stale
from huiying.work.incidents.models import ConcernedUnit
from tests.deeds import (
    WATER,
    approved_proposal,
    consulted,
    incident_of,
    solved,
    told_in_public,
)
from tests.factories import T0

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)
S = AssignmentState


@pytest.fixture
def major(yunchuan):
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR)


@pytest.fixture
def team(yunchuan, major):
    return formed(yunchuan, major)


@pytest.fixture
def task(yunchuan, major, team):
    consulted(yunchuan, major)
    return assign_task(
        proposal=approved_proposal(yunchuan, major),
        unit=team.head.unit,
        team=team,
        task="送水到楼下",
        due=T0 + timedelta(days=1),
        officer=yunchuan.shen,
        now=T0,
    )


def wanted(cast, **more) -> Wanted:
    said = {"name": "供水处置组", "head": cast.water, "members": [cast.window]}
    return Wanted(**{**said, "decision": "会商纪要：当天恢复供水。", **more})


def formed(cast, incident, **more):
    return form_team(incident=incident, wanted=wanted(cast, **more), officer=cast.cheng, now=T0)


def members(team) -> set[str]:
    return set(TeamMember.objects.filter(team=team, to_at=None).values_list("officer__name"))


def test_a_team_lets_the_units_of_its_people_see_the_incident(yunchuan, major, team):
    seen = ConcernedUnit.objects.filter(incident_id__in=family_of(major))

    assert members(team) == {("温若川",), ("秦以安",)}
    assert {row.unit for row in seen} >= {yunchuan.waterworks, yunchuan.reception}


def test_who_keeps_out_is_not_taken_in_and_who_cannot_sign_does_not_head(yunchuan, major):
    recuse(incident=major, who=yunchuan.window, reason="亲属", officer=yunchuan.window, now=T0)

    with pytest.raises(CannotDecide, match="秦以安不能参加"):
        formed(yunchuan, major)
    with pytest.raises(CannotDecide, match="陆知远不能当组长"):
        formed(yunchuan, major, head=yunchuan.lu, members=[])
    with pytest.raises(PermissionDenied):
        form_team(
            incident=major,
            wanted=wanted(yunchuan, members=[]),
            officer=yunchuan.lu,
            now=T0,
        )
    assert not standing_teams(major).exists()


def test_the_head_signs_and_a_member_reports_and_none_of_them_checks(yunchuan, task):
    shown = [row.pk for row in tasks_in_sight(yunchuan.window)]
    with pytest.raises(CannotDecide, match="组长可以接办"):
        accept_task(assignment=task, officer=yunchuan.window, now=T0)
    with pytest.raises(CannotDecide, match="可以退回"):
        send_back_task(task=task, reason="不归我", officer=yunchuan.window, now=T0)
    accept_task(assignment=task, officer=yunchuan.water, now=T0)
    waits = [row.pk for row in tasks_to_act(yunchuan.window)]
    report_task(task=task, text="已送水。", pieces=[], officer=yunchuan.window, now=T0)

    assert shown == waits == [task.pk]
    assert task.state == S.REPORTED
    with pytest.raises(CannotDecide, match="谁办的谁不复核"):
        recheck_task(
            task=task, passed=True, text="看过", pieces=[], officer=yunchuan.water, now=LATER
        )


def test_a_new_head_holds_the_clock_and_the_old_one_nothing(yunchuan, team, task):
    changed = wanted(yunchuan, head=yunchuan.window, members=[])
    change_team(team=team, wanted=changed, officer=yunchuan.shen, now=LATER)

    task.refresh_from_db()
    assert holds_now(yunchuan.window, task.clock)
    assert not is_next(task, yunchuan.water)
    assert is_next(task, yunchuan.window)
    with pytest.raises(Stale):
        change_team(team=team, wanted=changed, officer=yunchuan.cheng, now=LATER, revision=0)


def test_dissolving_hands_over_what_is_open_with_its_running_clock(yunchuan, team, task):
    accept_task(assignment=task, officer=yunchuan.water, now=T0)
    due = task.clock.due_at
    end = {"team": team, "reason": "改由水务局办", "officer": yunchuan.leader, "now": LATER}

    with pytest.raises(CannotDecide, match="还有 1 项交办没有办完"):
        dissolve_team(unit=None, other=None, **end)
    moved = dissolve_team(unit=yunchuan.online, other=None, **end)

    task.refresh_from_db()
    clock = Clock.objects.get(pk=task.clock_id)
    assert moved == 1
    assert (task.state, task.team, task.unit) == (S.ASSIGNED, None, yunchuan.online)
    assert (clock.holder_unit, clock.holder_officer) == (yunchuan.online, None)
    assert (clock.due_at, clock.state) == (due, "RUNNING")
    assert members(team) == set()
    assert task.entries.last().text == "“供水处置组”解散，由网上信访科接手。"


def test_closing_the_matter_ends_its_team(yunchuan):
    incident = incident_of(yunchuan)
    team = formed(yunchuan, incident, head=yunchuan.window, members=[])
    solved(yunchuan, incident)
    told_in_public(yunchuan, incident)

    close_incident(incident=incident, officer=yunchuan.shen, now=LATER)

    assert not standing_teams(incident).exists()
    assert members(team) == set()


def test_a_head_who_leaves_is_followed_by_a_colleague_who_can_sign(yunchuan, team, task):
    after = After(active=False, unit_id=yunchuan.water.unit_id, roles=frozenset())
    gone = {"officer": yunchuan.water, "after": after, "by": yunchuan.admin, "now": LATER}

    with pytest.raises(CannotPassOn, match="组长 1 个"):
        pass_on(to=None, **gone)
    with pytest.raises(CannotPassOn, match="陆知远不能当组长"):
        pass_on(to=yunchuan.lu, **gone)
    pass_on(to=yunchuan.shen, **gone)

    task.refresh_from_db()
    team.refresh_from_db()
    assert team.head == yunchuan.shen
    assert holds_now(yunchuan.shen, task.clock)
    assert Role.OFFICE in {Role(row.role) for row in team.head.grants.all()}
