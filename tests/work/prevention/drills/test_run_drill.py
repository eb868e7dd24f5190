"""A drill starts once, not while a grave incident runs; its result is taken in once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.work.prevention.drills.actions.plan_drill import allow_despite
from huiying.work.prevention.drills.actions.run_drill import end_drill, start_drill
from huiying.work.prevention.drills.models import Drill, DrillResult, DrillState
from huiying.work.prevention.drills.proof import drill_differences
from huiying.work.prevention.drills.queries import grave_incidents
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.tampering import triggers_dropped
from tests.work.prevention.drill_steps import (
    COMMAND,
    ended_drill,
    planned_drill,
    result_content,
    started_drill,
)

pytestmark = pytest.mark.django_db


def start(drill, *, despite=False):
    start_drill(drill=drill, despite=despite, by=COMMAND, now=T0)


def end(drill, content):
    return end_drill(drill=drill, content=content, by=COMMAND, now=T0 + timedelta(hours=1))


def test_of_two_who_start_a_drill_the_second_is_refused(yunchuan):
    row = planned_drill(yunchuan)
    other = Drill.objects.get(pk=row.pk)

    start(row)
    with pytest.raises(Refused, match="演练中"):
        start(other)

    assert AuditRecord.objects.filter(verb="drill.started").count() == 1


def test_a_drill_that_was_edited_meanwhile_does_not_start(yunchuan):
    row = planned_drill(yunchuan)
    Drill.objects.update(revision=5)

    with pytest.raises(Stale):
        start(row)


@pytest.fixture
def water(yunchuan):
    restart_workers()
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR)


def test_while_a_grave_incident_runs_no_drill_starts_and_the_refusal_names_it(yunchuan, water):
    row = planned_drill(yunchuan)

    with pytest.raises(Refused, match=water.number):
        start(row)
    with pytest.raises(Refused, match=water.number):
        start(row, despite=True)  # its planner gave no reason

    assert Drill.objects.get().state == DrillState.PLANNED


def test_with_the_reason_of_its_planner_and_the_flag_it_starts_all_the_same(yunchuan, water):
    row = planned_drill(yunchuan)
    allow_despite(drill=row, reason="参演人员不参与办理。", officer=yunchuan.shen, now=T0)

    with pytest.raises(Refused, match="--despite"):
        start(row)
    start(row, despite=True)

    assert AuditRecord.objects.get(verb="drill.started").data["despite"] == [water.number]


def test_the_reason_counts_for_no_incident_that_opened_later(yunchuan, water):
    row = planned_drill(yunchuan)
    allow_despite(drill=row, reason="参演人员不参与办理。", officer=yunchuan.shen, now=T0)
    type(water).objects.filter(pk=water.pk).update(number="2026-0999")

    with pytest.raises(Refused, match="2026-0999"):
        start(row, despite=True)


def test_an_ordinary_incident_stops_no_drill(yunchuan, water):
    type(water).objects.filter(pk=water.pk).update(grade=Grade.SIGNIFICANT)

    start(planned_drill(yunchuan))

    assert not grave_incidents(yunchuan.bureau.pk).exists()


def test_the_result_is_kept_under_its_hash_and_the_drill_is_over(yunchuan):
    row = started_drill(yunchuan)

    result = end(row, result_content(row))

    assert Drill.objects.get().state == DrillState.ENDED
    assert result.content_hash == hash_of_content(result.content)
    said = AuditRecord.objects.get(verb="drill.ended").data
    assert (said["hash"], said["MET"], said["MISSED"]) == (result.content_hash, 1, 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": "YL2026-0999"}, "不属于"),
        ({"script": "0" * 64}, "不属于"),
        ({"schema": 2}, "不属于"),
        ({"totals": {"MET": 9, "LATE": 0, "MISSED": 0, "NOT_DUE": 0}}, "不一致"),
        ({"rows": "无"}, "无法识别"),
        ({"began_at": "昨天"}, "无法识别"),
        ({"ended_at": "2020-01-01T00:00:00+08:00"}, "无法识别"),
        ({"played": -1}, "无法识别"),
        ({"matters": [{"label": "2026-0001"}]}, "无法识别"),
        ({"rows": [{"part": "DEADLINE"}]}, "无法识别"),
    ],
)
def test_what_is_no_result_of_this_drill_is_not_taken_in(yunchuan, change, words):
    row = started_drill(yunchuan)

    with pytest.raises(Refused, match=words):
        end(row, {**result_content(row), **change})

    assert not DrillResult.objects.exists()
    assert Drill.objects.get().state == DrillState.RUNNING


def test_a_result_is_taken_in_once_and_only_of_a_drill_that_runs(yunchuan):
    over = ended_drill(yunchuan)
    waiting = planned_drill(yunchuan)

    for row in (over, waiting):
        with pytest.raises(Refused):
            end(row, result_content(row))

    assert DrillResult.objects.count() == 1


def test_a_result_that_was_changed_past_the_product_is_found(yunchuan):
    row = ended_drill(yunchuan)
    assert list(drill_differences(yunchuan.bureau.pk)) == []

    with triggers_dropped():
        kept = DrillResult.objects.get()
        content = {**kept.content, "totals": {**kept.content["totals"], "MISSED": 0}}
        DrillResult.objects.update(content=content)

    [found] = drill_differences(yunchuan.bureau.pk)
    assert (found.code, found.params["ref"]) == ("record.drill_differs", row.number)
