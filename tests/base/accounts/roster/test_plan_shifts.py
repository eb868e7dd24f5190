"""Shifts are planned, change hands and are taken off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.roster.actions.plan_shifts import (
    CannotPlan,
    PlannedShift,
    check_shifts,
    remove_shift,
    replace_leader,
    replace_on_shift,
)
from huiying.base.accounts.roster.models import Shift
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from tests.base.accounts.roster.shifts import on_duty_names, plan, put, span
from tests.factories import T0

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_a_plan_is_recorded_without_names(yunchuan):
    put(yunchuan, yunchuan.lu, 0, 8, yunchuan.cheng)

    record = AuditRecord.objects.latest("seq")
    assert (record.verb, record.data) == ("roster.planned", {"shifts": 1})
    assert "陆知远" not in record.label


def test_one_officer_is_never_on_two_shifts_and_nothing_is_added(yunchuan):
    put(yunchuan, yunchuan.lu, 0, 8)

    with pytest.raises(CannotPlan, match="重叠") as caught:
        plan(
            yunchuan,
            PlannedShift(span(8, 9), yunchuan.lu),
            PlannedShift(span(7, 10), yunchuan.lu),
        )

    assert [row.number for row in caught.value.refused] == [1]
    assert Shift.objects.count() == 1


def test_the_wanted_shifts_are_held_against_each_other(yunchuan):
    with pytest.raises(CannotPlan, match="重叠"):
        plan(
            yunchuan,
            PlannedShift(span(0, 8), yunchuan.lu),
            PlannedShift(span(7, 9), yunchuan.lu),
        )


@pytest.mark.parametrize(
    ("officer", "leader", "reason"),
    [
        ("window", None, "不具备值班条件"),
        ("admin", None, "不具备值班条件"),
        ("lu", "window", "不具备带班条件"),
        ("shen", "shen", "同一人"),
    ],
)
def test_who_cannot_keep_or_lead_is_refused(yunchuan, officer, leader, reason):
    leader = getattr(yunchuan, leader) if leader else None

    with pytest.raises(CannotPlan, match=reason):
        put(yunchuan, getattr(yunchuan, officer), 0, 8, leader)


def test_an_officer_of_another_bureau_is_refused(yunchuan, linxi):
    with pytest.raises(CannotPlan, match="不具备值班条件"):
        put(yunchuan, linxi.lu, 0, 8)


def test_what_is_over_is_not_planned(yunchuan):
    with pytest.raises(CannotPlan, match="该班次已结束"):
        put(yunchuan, yunchuan.lu, -8, 0)


def replace(shift, officer, now=T0):
    return replace_on_shift(shift=shift, officer=officer, reason="生病", actor=MACHINE, now=now)


def test_a_shift_to_come_changes_hands(yunchuan):
    shift = put(yunchuan, yunchuan.lu, 2, 8)

    changed = replace(shift, yunchuan.shen)

    assert changed.pk == shift.pk
    assert on_duty_names(yunchuan, 3) == ["沈青禾"]


def test_of_a_running_shift_the_rest_changes_hands_and_the_past_stays(yunchuan):
    shift = put(yunchuan, yunchuan.lu, -2, 8, yunchuan.shen)

    changed = replace(shift, yunchuan.shen)

    shift.refresh_from_db()
    assert (shift.officer, shift.ends_at) == (yunchuan.lu, T0)
    assert (changed.officer, changed.starts_at, changed.leader) == (yunchuan.shen, T0, None)
    assert on_duty_names(yunchuan, 0) == ["沈青禾"]


def test_nobody_takes_a_shift_that_is_over_or_while_on_another(yunchuan):
    over = put(yunchuan, yunchuan.lu, -9, 1)
    put(yunchuan, yunchuan.shen, 3, 5)
    ahead = put(yunchuan, yunchuan.lu, 4, 8)

    with pytest.raises(CannotPlan, match="该班次已结束"):
        replace(over, yunchuan.shen, T0 + 2 * HOUR)
    with pytest.raises(CannotPlan, match="重叠"):
        replace(ahead, yunchuan.shen)
    with pytest.raises(CannotPlan, match="本来就是"):
        replace(ahead, yunchuan.lu)


def test_only_a_shift_to_come_is_taken_off(yunchuan):
    ahead, running = put(yunchuan, yunchuan.lu, 25, 26), put(yunchuan, yunchuan.lu, -1, 1)

    remove_shift(shift=ahead, actor=MACHINE, now=T0)

    assert list(Shift.objects.all()) == [running]
    for gone in (ahead, running):
        with pytest.raises(CannotPlan, match="该班次已开始或已删除"):
            remove_shift(shift=gone, actor=MACHINE, now=T0)
    data = AuditRecord.objects.get(verb="roster.removed").data
    assert data["before"]["officer"] == f"officer:{yunchuan.lu.pk}"


def test_the_next_shifts_are_taken_off_only_where_somebody_else_keeps_the_desk(yunchuan):
    first = put(yunchuan, yunchuan.lu, 2, 10)
    half = put(yunchuan, yunchuan.shen, 2, 6)

    with pytest.raises(CannotPlan, match="删除后无人值班"):
        remove_shift(shift=first, actor=MACHINE, now=T0)
    assert Shift.objects.count() == 2

    remove_shift(shift=half, actor=MACHINE, now=T0)
    assert list(Shift.objects.all()) == [first]


def test_a_plan_is_checked_before_it_is_put_down_and_nothing_is_stored(yunchuan):
    put(yunchuan, yunchuan.lu, 0, 8)
    wanted = [
        PlannedShift(span(8, 16), yunchuan.lu),
        PlannedShift(span(7, 9), yunchuan.lu),
        PlannedShift(span(8, 16), yunchuan.window),
    ]

    refused = check_shifts(bureau_id=yunchuan.bureau.pk, wanted=wanted, now=T0)

    assert [row.number for row in refused] == [1, 2]
    assert "重叠" in refused[0].reason
    assert "秦以安不具备值班条件" in refused[1].reason
    assert Shift.objects.count() == 1


def test_somebody_else_leads_a_shift_and_the_record_says_why(yunchuan):
    shift = put(yunchuan, yunchuan.lu, -1, 8, yunchuan.cheng)

    lead(shift, yunchuan.shen)

    shift.refresh_from_db()
    record = AuditRecord.objects.get(verb="roster.replaced")
    assert (shift.officer, shift.leader) == (yunchuan.lu, yunchuan.shen)
    assert (record.data["leader"], record.data["reason"]) == (
        f"officer:{yunchuan.shen.pk}",
        "开会",
    )
    assert record.data["before"]["leader"] == f"officer:{yunchuan.cheng.pk}"
    assert record.data["after"]["leader"] == f"officer:{yunchuan.shen.pk}"


def test_nobody_leads_who_cannot_or_keeps_the_desk_himself(yunchuan, linxi):
    shift = put(yunchuan, yunchuan.shen, 0, 8, yunchuan.cheng)

    for leader, reason in (
        (yunchuan.window, "不具备带班条件"),
        (linxi.leader, "不具备带班条件"),
        (yunchuan.shen, "同一人"),
    ):
        with pytest.raises(CannotPlan, match=reason):
            lead(shift, leader)

    shift.refresh_from_db()
    assert shift.leader == yunchuan.cheng


def test_who_led_a_shift_that_is_over_is_history(yunchuan):
    shift = put(yunchuan, yunchuan.lu, -1, 1, yunchuan.cheng)

    with pytest.raises(CannotPlan, match="该班次已结束"):
        lead(shift, yunchuan.shen, T0 + HOUR)

    shift.refresh_from_db()
    assert shift.leader == yunchuan.cheng


def lead(shift, leader, now=T0):
    replace_leader(shift=shift, leader=leader, reason=" 开会 ", actor=MACHINE, now=now)
