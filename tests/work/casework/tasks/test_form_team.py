"""处置工作组: formed for an incident, its head signs, its tasks are never left with nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import holds_now
from huiying.base.errors import Refused, Stale
from huiying.jobs.upkeep.handover import OfficerChange, hand_over_work
from huiying.policy.grading.grades import Grade
from huiying.work.casework.core.incidents import family_of
from huiying.work.casework.core.models import TeamMember
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.tasks.actions.assign import accept_task, assign_task
from huiying.work.casework.tasks.actions.close_task import recheck_task
from huiying.work.casework.tasks.actions.dissolve_team import dissolve_team
from huiying.work.casework.tasks.actions.form_team import TeamInput, change_team, form_team
from huiying.work.casework.tasks.actions.report_task import report_task
from huiying.work.casework.tasks.actions.return_task import send_back_task
from huiying.work.casework.tasks.queries import (
    awaits_officer,
    tasks_awaiting_officer,
    visible_tasks,
)
from huiying.work.casework.tasks.teams import active_teams
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.incidents.incidents.models import ConcernedUnit
from huiying.work.incidents.recusals.actions.recuse import recuse
from tests.factories import T0
from tests.scenarios.closing import make_release, make_solved_notice
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of

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
    make_signed_minutes(yunchuan, major)
    return assign_task(
        proposal=make_approved_proposal(yunchuan, major),
        unit=team.head.unit,
        team=team,
        task="送水到楼下",
        due=T0 + timedelta(days=1),
        officer=yunchuan.shen,
        now=T0,
    )


def wanted(cast, **more) -> TeamInput:
    said = {"name": "供水处置组", "head": cast.water, "members": [cast.window]}
    return TeamInput(**{**said, "decision": "会商纪要：当天恢复供水。", **more})


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

    with pytest.raises(Refused, match="秦以安不能参加"):
        formed(yunchuan, major)
    with pytest.raises(Refused, match="陆知远不能当组长"):
        formed(yunchuan, major, head=yunchuan.lu, members=[])
    with pytest.raises(PermissionDenied):
        form_team(
            incident=major,
            wanted=wanted(yunchuan, members=[]),
            officer=yunchuan.lu,
            now=T0,
        )
    assert not active_teams(major).exists()


def test_the_head_signs_and_a_member_reports_and_none_of_them_checks(yunchuan, task):
    shown = [row.pk for row in visible_tasks(yunchuan.window)]
    with pytest.raises(Refused, match="组长可以接办"):
        accept_task(assignment=task, officer=yunchuan.window, now=T0)
    with pytest.raises(Refused, match="可以退回"):
        send_back_task(task=task, reason="不归我", officer=yunchuan.window, now=T0)
    accept_task(assignment=task, officer=yunchuan.water, now=T0)
    waits = [row.pk for row in tasks_awaiting_officer(yunchuan.window)]
    report_task(task=task, text="已送水。", pieces=[], officer=yunchuan.window, now=T0)

    assert shown == waits == [task.pk]
    assert task.state == S.REPORTED
    with pytest.raises(Refused, match="谁办的谁不复核"):
        recheck_task(
            task=task, passed=True, text="看过", pieces=[], officer=yunchuan.water, now=LATER
        )


def test_a_new_head_holds_the_clock_and_the_old_one_nothing(yunchuan, team, task):
    changed = wanted(yunchuan, head=yunchuan.window, members=[])
    change_team(team=team, wanted=changed, officer=yunchuan.shen, now=LATER)

    task.refresh_from_db()
    assert holds_now(yunchuan.window, task.clock)
    assert not awaits_officer(task, yunchuan.water)
    assert awaits_officer(task, yunchuan.window)
    with pytest.raises(Stale):
        change_team(team=team, wanted=changed, officer=yunchuan.cheng, now=LATER, revision=0)


def test_dissolving_hands_over_what_is_open_with_its_running_clock(yunchuan, team, task):
    accept_task(assignment=task, officer=yunchuan.water, now=T0)
    due = task.clock.due_at
    end = {"team": team, "reason": "改由水务局办", "officer": yunchuan.leader, "now": LATER}

    with pytest.raises(Refused, match="还有 1 项交办没有办完"):
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
    make_solved_notice(yunchuan, incident)
    make_release(yunchuan, incident)

    close_incident(incident=incident, officer=yunchuan.shen, now=LATER)

    assert not active_teams(incident).exists()
    assert members(team) == set()


def test_a_head_who_leaves_is_followed_by_a_colleague_who_can_sign(yunchuan, team, task):
    after = OfficerChange(active=False, unit_id=yunchuan.water.unit_id, roles=frozenset())
    gone = {"officer": yunchuan.water, "after": after, "by": yunchuan.admin, "now": LATER}

    with pytest.raises(Refused, match="组长 1 个"):
        hand_over_work(to=None, **gone)
    with pytest.raises(Refused, match="陆知远不能当组长"):
        hand_over_work(to=yunchuan.lu, **gone)
    hand_over_work(to=yunchuan.shen, **gone)

    task.refresh_from_db()
    team.refresh_from_db()
    assert team.head == yunchuan.shen
    assert holds_now(yunchuan.shen, task.clock)
    assert Role.OFFICE in {Role(row.role) for row in team.head.grants.all()}
