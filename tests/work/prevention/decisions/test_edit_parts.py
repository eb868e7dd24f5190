"""Methods, risk points and dissents: struck with a reason, never deleted, never hidden."""

import pytest
from django.db import IntegrityError, transaction

from huiying.base.errors import Refused
from huiying.policy.prevention.decisions import Method
from huiying.policy.prevention.levels import RiskLevel
from huiying.work.prevention.decisions.actions.edit_parts import (
    add_dissent,
    add_method,
    add_point,
    edit_point,
    strike_method,
    strike_point,
)
from huiying.work.prevention.decisions.content import decision_content
from huiying.work.prevention.decisions.models import FileState, RiskPoint
from tests.factories import T0
from tests.scenarios.incidents import QUEUE, incident_of, restart_workers
from tests.work.prevention.decision_steps import (
    DAY,
    begun,
    fresh,
    point,
    point_text,
    signed,
    submitted,
    today,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]


def test_a_lowered_point_says_so_to_who_signs(yunchuan):
    row = begun(yunchuan)
    one = point(yunchuan, row, probability=5, impact=4)
    assert one.level == RiskLevel.HIGH

    edit_point(
        point=one,
        text=point_text(yunchuan, probability=1, impact=1),
        officer=yunchuan.shen,
        now=T0,
    )

    one = fresh(one)
    assert (one.level, one.highest, one.was_lowered) == (RiskLevel.LOW, 20, True)
    assert decision_content(row)["points"][0]["highest"] == 20


def test_a_struck_point_stays_in_what_is_signed(yunchuan):
    row = written(yunchuan)
    one = row.points.earliest("place")

    strike_point(point=one, reason="与第二项重复", officer=yunchuan.shen, now=T0)

    first = decision_content(fresh(row))["points"][0]
    assert first["struck"] == "与第二项重复"
    with pytest.raises(Refused, match="已撤销"):
        edit_point(point=fresh(one), text=point_text(yunchuan), officer=yunchuan.shen, now=T0)


def test_the_database_deletes_no_point_and_lowers_no_highest(yunchuan):
    one = point(yunchuan, begun(yunchuan))
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskPoint.objects.filter(pk=one.pk).update(highest=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskPoint.objects.filter(pk=one.pk).delete()


@pytest.mark.parametrize(
    "more",
    [
        {"probability": 6},
        {"impact": 0},
        {"after_impact": None},
        {"after_probability": 9},
        {"doubt": ""},
        {"doubt": "王 小 明 会上访"},
        {"phrases": ["王 小 明"]},
        {"phrases": ["13800001111"]},
        {"phrases": ["停"]},
        {"phrases": [f"停车{count}" for count in range(11)]},
    ],
)
def test_what_is_no_point_is_refused(yunchuan, more):
    row = begun(yunchuan)
    with pytest.raises(Refused):
        add_point(
            decision=row, text=point_text(yunchuan, **more), officer=yunchuan.shen, now=T0
        )
    assert not RiskPoint.objects.exists()


def test_a_phrase_that_matches_everything_is_refused(yunchuan):
    restart_workers()
    incident_of(yunchuan, [f"第 {one} 天，{text}" for one in range(5) for text in QUEUE])
    row = begun(yunchuan)
    with pytest.raises(Refused, match="过宽"):
        point(yunchuan, row, phrases=["窗口"])
    assert point(yunchuan, row, phrases=["停车费"]).phrases == ["停车费"]


@pytest.mark.parametrize("act", ["method", "point", "dissent"])
def test_every_part_voids_what_waits_and_none_joins_what_is_signed(yunchuan, act):
    def add(row):
        by = {"decision": row, "officer": yunchuan.shen, "now": T0}
        if act == "method":
            add_method(method=Method.SURVEY, used_on=today(), summary="抽样百户。", **by)
        elif act == "point":
            add_point(text=point_text(yunchuan), **by)
        else:
            add_dissent(source="北门社区居民委员会", text="建议试行。", **by)

    waits = submitted(yunchuan)
    add(waits)
    assert fresh(waits).state == FileState.WRITING
    with pytest.raises(Refused, match="已签署"):
        add(signed(yunchuan))


def test_a_method_is_struck_once_with_a_reason(yunchuan):
    row = written(yunchuan)
    method = row.methods.get()
    with pytest.raises(Refused, match="撤销理由"):
        strike_method(method=method, reason=" ", officer=yunchuan.shen, now=T0)
    strike_method(method=method, reason="样本过少", officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="已撤销"):
        strike_method(method=fresh(method), reason="再撤", officer=yunchuan.shen, now=T0)


def test_a_method_of_tomorrow_was_not_used(yunchuan):
    row = begun(yunchuan)
    with pytest.raises(Refused, match="不得晚于今天"):
        add_method(
            decision=row,
            method=Method.VISITS,
            used_on=today() + DAY,
            summary="走访。",
            officer=yunchuan.shen,
            now=T0,
        )


def test_a_dissent_names_a_unit_and_never_a_person(yunchuan):
    row = begun(yunchuan)
    with pytest.raises(Refused, match="不针对个人"):
        add_dissent(
            decision=row, source="张建国", text="不同意。", officer=yunchuan.shen, now=T0
        )
