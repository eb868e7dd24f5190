"""处置工作组: formed for an incident, its head signs, its tasks are never left with nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import holds_now
from huiying.base.errors import Refused, Stale
from huiying.jobs.upkeep.handover import OfficerChange, hand_over_work
from huiying.work.casework.core.incidents import family_of
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.tasks.actions.assign import accept_task
from huiying.work.casework.tasks.actions.close_task import recheck_task
from huiying.work.casework.tasks.actions.form_team import (
    change_team,
    form_team,
    move_tasks_to_head,
    replace_head,
)
from huiying.work.casework.tasks.actions.report_task import report_task
from huiying.work.casework.tasks.actions.return_task import send_back_task
from huiying.work.casework.tasks.queries import (
    awaits_officer,
    tasks_awaiting_officer,
    visible_tasks,
)
from huiying.work.casework.tasks.teams import active_teams
from huiying.work.incidents.incidents.models import ConcernedUnit
from huiying.work.incidents.recusals.actions.recuse import recuse
from tests.factories import T0
from tests.work.casework.tasks.teams import formed, members, wanted

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)
S = AssignmentState


def test_a_team_lets_the_units_of_its_people_see_the_incident(yunchuan, major, team):
    seen = ConcernedUnit.objects.filter(incident_id__in=family_of(major))

    assert members(team) == {("温若川",), ("秦以安",)}
    assert {row.unit for row in seen} >= {yunchuan.waterworks, yunchuan.reception}


def test_the_name_of_a_team_orders_nothing_and_names_nobody(yunchuan, major):
    with pytest.raises(Refused, match="删除该帖"):
        formed(yunchuan, major, name="请联系平台删除该帖文专班")

    team = formed(yunchuan, major, name="13812345678来电专班")

    assert "13812345678" not in team.name


def test_who_keeps_out_is_not_taken_in_and_who_cannot_sign_does_not_head(yunchuan, major):
    recuse(incident=major, who=yunchuan.window, reason="亲属", officer=yunchuan.window, now=T0)

    with pytest.raises(Refused, match="秦以安不得参加"):
        formed(yunchuan, major)
    with pytest.raises(Refused, match="陆知远不得担任负责人"):
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
    with pytest.raises(Refused, match="负责人可签收"):
        accept_task(assignment=task, officer=yunchuan.window, now=T0)
    with pytest.raises(Refused, match="可以退回"):
        send_back_task(task=task, reason="不归我", officer=yunchuan.window, now=T0)
    accept_task(assignment=task, officer=yunchuan.water, now=T0)
    waits = [row.pk for row in tasks_awaiting_officer(yunchuan.window)]
    report_task(task=task, text="已送水。", pieces=[], officer=yunchuan.window, now=T0)

    assert shown == waits == [task.pk]
    assert task.state == S.REPORTED
    with pytest.raises(Refused, match="办理人不得核查"):
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


def test_a_head_who_leaves_is_followed_by_a_colleague_who_can_sign(yunchuan, team, task):
    after = OfficerChange(active=False, unit_id=yunchuan.water.unit_id, roles=frozenset())
    gone = {"officer": yunchuan.water, "after": after, "by": yunchuan.admin, "now": LATER}

    with pytest.raises(Refused, match="担任处置回应工作小组负责人 1 个"):
        hand_over_work(to=None, **gone)
    with pytest.raises(Refused, match="陆知远不得担任负责人"):
        hand_over_work(to=yunchuan.lu, **gone)
    hand_over_work(to=yunchuan.shen, **gone)

    task.refresh_from_db()
    team.refresh_from_db()
    assert team.head == yunchuan.shen
    assert holds_now(yunchuan.shen, task.clock)
    assert Role.OFFICE in {Role(row.role) for row in team.head.grants.all()}


def test_another_head_takes_over_and_the_one_before_leaves_the_team(yunchuan, team, task):
    replace_head(team=team, head=yunchuan.shen, officer=yunchuan.admin, now=LATER)

    task.refresh_from_db()
    record = AuditRecord.objects.get(verb="team.changed")
    assert (team.head, members(team)) == (yunchuan.shen, {("沈青禾",), ("秦以安",)})
    assert (task.unit, holds_now(yunchuan.shen, task.clock)) == (yunchuan.office, True)
    head = f"officer:{yunchuan.shen.pk}"
    assert (record.data["head"], record.data["team"]) == (head, "供水处置组")
    assert record.data["members"] == 2
    assert record.data["before"]["head"] != record.data["after"]["head"] == head


def test_a_member_who_becomes_head_is_in_the_team_once(yunchuan, team):
    replace_head(team=team, head=yunchuan.window, officer=yunchuan.admin, now=LATER)

    assert team.members.filter(to_at=None).count() == 1


def test_who_keeps_out_or_cannot_sign_does_not_become_head(yunchuan, major, team):
    recuse(incident=major, who=yunchuan.window, reason="亲属", officer=yunchuan.window, now=T0)

    for head, why in ((yunchuan.window, "秦以安不得参加"), (yunchuan.lu, "不得担任负责人")):
        with pytest.raises(Refused, match=why):
            replace_head(team=team, head=head, officer=yunchuan.admin, now=LATER)

    team.refresh_from_db()
    assert team.head == yunchuan.water


def test_tasks_follow_a_head_into_his_new_unit(yunchuan, team, task):
    due = task.clock.due_at
    accept_task(assignment=task, officer=yunchuan.water, now=T0)
    yunchuan.water.unit = yunchuan.online
    yunchuan.water.save(update_fields=["unit"])
    team.refresh_from_db()

    move_tasks_to_head(team, LATER)

    task.refresh_from_db()
    clock = Clock.objects.get(pk=task.clock_id)
    assert task.unit == yunchuan.online
    assert (clock.holder_officer, clock.holder_unit) == (yunchuan.water, yunchuan.online)
    assert (clock.due_at, clock.holds.count()) == (due, 2)
