"""A patrol is planned, changed by a new plan, and ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.collection.patrols.actions.plan import begin_plan, change_plan, end_plan
from huiying.work.collection.patrols.models import PatrolPlan
from tests.factories import T0
from tests.work.collection.patrols.planning import DAILY, begin

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)


def change(cast, plan, **changed):
    wanted = replace(DAILY, **changed)
    return change_plan(plan=plan, wanted=wanted, officer=cast.shen, now=LATER)


def test_a_plan_keeps_its_times_in_order_and_once(yunchuan):
    plan = begin_plan(wanted=DAILY, officer=yunchuan.shen, now=T0)

    record = AuditRecord.objects.get(verb="patrol.planned")
    assert (plan.times, plan.weekdays) == (["10:00", "17:00"], [0, 1, 2, 3, 4, 5, 6])
    assert (plan.since, plan.until, plan.grace_minutes) == (T0, None, 30)
    assert record.data == {"times": plan.times, "weekdays": plan.weekdays, "places": 1}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"times": []}, "至少要有一个时间"),
        ({"weekdays": []}, "至少选一天"),
        ({"grace_minutes": 7 * 60}, "比宽限时间长"),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused(yunchuan, wrong, why):
    with pytest.raises(Refused, match=why):
        begin(yunchuan, **wrong)

    assert not PatrolPlan.objects.exists()


def test_two_running_plans_have_two_names(yunchuan, linxi):
    plan = begin(yunchuan)
    begin(linxi)

    with pytest.raises(Refused, match="已有名为“本地论坛”的巡查安排。"):
        begin(yunchuan, name=" 本地论坛 ")
    end_plan(plan=plan, officer=yunchuan.shen, now=LATER)

    assert begin(yunchuan, now=LATER).since == LATER


def test_to_change_a_plan_is_to_begin_anew_and_the_past_keeps_its_own(yunchuan):
    plan = begin(yunchuan)

    changed = change(yunchuan, plan, times=[time(9)])
    with pytest.raises(Refused, match="巡查安排已被他人更新"):
        change(yunchuan, plan, times=[time(8)])

    plan.refresh_from_db()
    assert (plan.until, plan.times) == (LATER, ["10:00", "17:00"])
    assert (changed.since, changed.until, changed.times) == (LATER, None, ["09:00"])
    assert AuditRecord.objects.filter(verb="patrol.replanned").count() == 1


def test_a_change_that_cannot_be_leaves_the_plan_running(yunchuan):
    plan = begin(yunchuan)

    with pytest.raises(Refused):
        change(yunchuan, plan, times=[])

    plan.refresh_from_db()
    assert plan.until is None


def test_a_plan_is_ended_once(yunchuan):
    plan = begin(yunchuan)

    end_plan(plan=plan, officer=yunchuan.shen, now=LATER)
    with pytest.raises(Refused, match="停用"):
        end_plan(plan=plan, officer=yunchuan.shen, now=LATER)

    plan.refresh_from_db()
    assert plan.until == LATER
    assert AuditRecord.objects.filter(verb="patrol.ended").count() == 1
