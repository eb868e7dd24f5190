"""A drill is planned by the office; what cannot be played or names a person is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.drills.actions.plan_drill import (
    allow_despite,
    cancel_drill,
    edit_drill,
    plan_drill,
)
from huiying.work.prevention.drills.models import Drill, DrillState
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.work.prevention.drill_steps import (
    SCRIPT,
    drill_text,
    ended_drill,
    planned_drill,
    started_drill,
)

pytestmark = pytest.mark.django_db
REASON = "参演人员不参与该事件办理。"


def plan(cast, officer=None, **more):
    return planned_drill(cast, officer=officer, **more)


def test_numbers_of_drills_are_their_own(yunchuan):
    assert [plan(yunchuan).number, plan(yunchuan).number] == ["YL2026-0001", "YL2026-0002"]


def test_the_record_says_who_planned_which_script(yunchuan):
    row = plan(yunchuan)

    said = AuditRecord.objects.get(verb="drill.planned")
    assert (said.ref, said.data["hash"]) == (row.number, row.script_hash)


@pytest.mark.parametrize("who", ["lu", "leader", "speaker", "water", "admin"])
def test_only_the_office_plans(yunchuan, who):
    with pytest.raises(PermissionDenied):
        plan(yunchuan, getattr(yunchuan, who))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": ""}, "演练名称"),
        ({"objectives": " "}, "演练目的"),
        ({"steps": ""}, "没有帖文"),
        ({"steps": SCRIPT + "\n99 | 帖文 | 微博 | 演练结束以后才发的帖文。"}, "不在演练时长"),
        ({"steps": SCRIPT + "\n5 | 帖文 | 微博 | 请找王小明说明，电话 13812345678。"}, "姓名"),
        ({"steps": SCRIPT + "\n5 | 帖文 | 13812345678 | 有人在问水能不能喝。"}, "姓名"),
        ({"title": "王小明维权演练"}, "姓名"),
        ({"steps": "水" * 60_000_000}, "未读取"),
        ({"units": []}, "参演单位"),
        ({"minutes": 5}, "时长"),
    ],
)
def test_a_bad_script_is_refused_with_a_sentence(yunchuan, more, words):
    with pytest.raises(Refused, match=words):
        plan(yunchuan, **more)

    assert not Drill.objects.exists()


def test_a_unit_of_another_bureau_takes_no_part(yunchuan, linxi):
    with pytest.raises(Refused):
        plan(yunchuan, units=[linxi.reception])


def test_a_drill_is_changed_until_it_starts(yunchuan):
    row = plan(yunchuan)
    text = drill_text(yunchuan, minutes=90)

    edit_drill(drill=row, text=text, officer=yunchuan.shen, now=T0, revision=0)
    with pytest.raises(Stale):
        edit_drill(drill=row, text=text, officer=yunchuan.shen, now=T0, revision=0)

    assert Drill.objects.get().script["minutes"] == 90
    begun = started_drill(yunchuan)
    with pytest.raises(Refused, match="演练中"):
        edit_drill(drill=begun, text=text, officer=yunchuan.shen, now=T0)


def test_a_drill_is_cancelled_with_a_reason_before_it_ended(yunchuan):
    row = started_drill(yunchuan)

    with pytest.raises(Refused, match="理由"):
        cancel_drill(drill=row, reason="", officer=yunchuan.shen, now=T0)
    cancel_drill(drill=row, reason="场地临时占用。", officer=yunchuan.shen, now=T0)

    assert Drill.objects.get().state == DrillState.CANCELLED
    over = ended_drill(yunchuan)
    with pytest.raises(Refused, match="已结束"):
        cancel_drill(drill=over, reason="场地临时占用。", officer=yunchuan.shen, now=T0)


@pytest.fixture
def water(yunchuan):
    restart_workers()
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR)


def test_its_planner_names_the_grave_incidents_despite_which_it_starts(yunchuan, water):
    row = plan(yunchuan)

    allow_despite(drill=row, reason=REASON, officer=yunchuan.shen, now=T0)

    row.refresh_from_db()
    assert (row.despite, row.despite_reason) == ([water.number], REASON)


def test_nobody_else_gives_that_reason_and_there_must_be_an_incident(yunchuan, water):
    row = plan(yunchuan)

    with pytest.raises(PermissionDenied):
        allow_despite(drill=row, reason=REASON, officer=yunchuan.leader, now=T0)
    with pytest.raises(Refused, match="理由"):
        allow_despite(drill=row, reason="", officer=yunchuan.shen, now=T0)
    Incident.objects.update(stage=Stage.CLOSED)
    with pytest.raises(Refused, match="可直接开始"):
        allow_despite(drill=row, reason=REASON, officer=yunchuan.shen, now=T0)


def test_only_a_closed_incident_is_replayed(yunchuan, water):
    with pytest.raises(Refused, match="已办结"):
        plan_drill(
            text=drill_text(yunchuan),
            officer=yunchuan.shen,
            now=T0 + timedelta(hours=1),
            source=water,
        )
