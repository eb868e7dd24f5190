"""A plan is written part by part; who may not, and what names a person, is refused."""

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused
from huiying.work.prevention.plans.actions.write_plan import (
    ItemText,
    add_plan_item,
    drop_plan_item,
    edit_plan,
    revise_plan,
    start_plan,
)
from huiying.work.prevention.plans.models import ItemKind, Plan, PlanState
from tests.factories import T0
from tests.work.prevention.decision_steps import (
    fresh,
    plan_approved,
    plan_submitted,
    plan_text,
    plan_written,
    today,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]


def start(cast, officer=None, **more):
    return start_plan(text=plan_text(cast, **more), officer=officer or cast.shen, now=T0)


def test_numbers_run(yunchuan):
    assert [start(yunchuan).number, start(yunchuan).number] == ["YA2026-0001", "YA2026-0002"]


@pytest.mark.parametrize("who", ["lu", "leader", "speaker", "water"])
def test_only_the_office_writes(yunchuan, who):
    with pytest.raises(PermissionDenied):
        start(yunchuan, getattr(yunchuan, who))


@pytest.mark.parametrize(
    "more",
    [
        {"title": ""},
        {"trigger": ""},
        {"holding_statement": ""},
        {"holding_statement": "请找 王 小 明 办理"},
        {"review_on": today()},
    ],
)
def test_what_may_not_stand_there_is_refused(yunchuan, more):
    with pytest.raises(Refused):
        start(yunchuan, **more)
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    "item",
    [
        {"kind": ItemKind.MEASURE, "text": "送水", "hours": 0},
        {"kind": ItemKind.MEASURE, "text": "", "hours": 2},
        {"kind": ItemKind.QUESTION, "text": "何时来水？"},
        {"kind": ItemKind.CONTACT, "text": "值班室", "detail": "13800001111"},
        {"kind": ItemKind.CONTACT, "text": "王 小 明", "detail": "0571-87000001"},
    ],
)
def test_what_is_no_part_is_refused(yunchuan, item):
    plan = start(yunchuan)
    with pytest.raises(Refused):
        add_plan_item(
            plan=plan,
            item=ItemText(unit=yunchuan.waterworks, **item),
            officer=yunchuan.shen,
            now=T0,
        )


def test_a_measure_of_a_dissolved_unit_is_refused(yunchuan):
    plan = start(yunchuan)
    yunchuan.reception.active = False
    item = ItemText(kind=ItemKind.MEASURE, text="接访", hours=2, unit=yunchuan.reception)
    with pytest.raises(Refused, match="未找到该单位"):
        add_plan_item(plan=plan, item=item, officer=yunchuan.shen, now=T0)


def test_an_edit_voids_what_waits_and_nothing_changes_what_is_approved(yunchuan):
    plan = plan_submitted(yunchuan)
    by = {"officer": yunchuan.shen, "now": T0}
    assert edit_plan(plan=plan, text=plan_text(yunchuan, trigger="停水。"), **by)
    assert fresh(plan).state == PlanState.WRITING
    done = plan_approved(yunchuan)
    with pytest.raises(Refused, match="已批准"):
        edit_plan(plan=done, text=plan_text(yunchuan), **by)
    with pytest.raises(Refused, match="已批准"):
        drop_plan_item(item=done.items.earliest("pk"), **by)


def test_a_revision_keeps_the_approved_parts(yunchuan):
    plan = plan_approved(yunchuan)
    by = {"officer": yunchuan.shen, "now": T0}
    revise_plan(plan=plan, reason="增加送水点", **by)
    drop_plan_item(item=fresh(plan).items.earliest("pk"), **by)
    assert len(plan.approved.get().content["measures"]) == 2
    with pytest.raises(Refused, match="可直接修改"):
        revise_plan(plan=fresh(plan), reason="再改", **by)


def test_the_parts_of_a_plan_are_kept(yunchuan):
    assert plan_written(yunchuan).items.count() == 4
