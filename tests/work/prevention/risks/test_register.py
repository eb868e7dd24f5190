"""登记风险点: a matter with unit and owner; people are never a risk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused
from huiying.policy.prevention.levels import RiskLevel
from huiying.work.prevention.risks.actions.register import register_risk
from huiying.work.prevention.risks.models import Risk, RiskOrigin, VersionKind
from tests.factories import T0
from tests.work.prevention.steps import heating, local_day, typed

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]


def test_a_risk_has_a_number_an_owner_and_a_computed_level(yunchuan):
    risk = register_risk(
        wanted=typed(yunchuan.window),
        officer=yunchuan.window,
        now=T0,
        origin=RiskOrigin.CALENDAR,
        origin_ref="1@2026",
    )

    assert risk.number == "FX2026-0001"
    assert (risk.unit, risk.owner) == (yunchuan.reception, yunchuan.window)
    assert (risk.level, risk.residual) == (RiskLevel.HIGH, RiskLevel.MEDIUM)
    version = risk.versions.get()
    assert (version.version, version.kind, version.by) == (
        1,
        VersionKind.REGISTERED,
        yunchuan.window,
    )


@pytest.mark.parametrize("field", ["title", "description", "signs", "measures"])
@pytest.mark.parametrize(
    "words",
    [
        "张建国反复反映室温低",
        "联系电话13812345678",
        "账号@云川老李",
        "盯住上访老户",
        "重点人员可能聚集",
        "机密★10年",
    ],
)
def test_who_names_people_is_refused(yunchuan, field, words):
    with pytest.raises(Refused):
        heating(yunchuan, **{field: words})

    assert not Risk.objects.exists()


def test_a_review_later_than_the_level_allows_is_refused(yunchuan):
    too_late = local_day(T0) + timedelta(days=32)

    with pytest.raises(Refused, match="下次复核"):
        heating(yunchuan, next_review=too_late)

    assert heating(yunchuan, probability=2, next_review=too_late).level == RiskLevel.MEDIUM


def test_measures_that_make_it_worse_are_refused(yunchuan):
    with pytest.raises(Refused, match="不得高于现状"):
        heating(yunchuan, residual_impact=5)


def test_numbers_out_of_range_and_unknown_topics_are_refused(yunchuan):
    with pytest.raises(Refused, match="1 至 5"):
        heating(yunchuan, probability=6, next_review=local_day(T0))
    with pytest.raises(Refused, match="领域"):
        heating(yunchuan, topic="某户")


def test_an_owner_who_works_in_no_unit_is_refused(yunchuan):
    with pytest.raises(Refused, match="责任人"):
        heating(yunchuan, owner=yunchuan.cheng)


def test_a_section_registers_for_itself_alone(yunchuan):
    with pytest.raises(PermissionDenied):
        heating(yunchuan, owner=yunchuan.shen, by=yunchuan.window)
    with pytest.raises(PermissionDenied):
        heating(yunchuan, by=yunchuan.lu)


def test_the_same_title_twice_is_refused(yunchuan):
    heating(yunchuan)

    with pytest.raises(Refused, match="FX2026-0001"):
        heating(yunchuan)
