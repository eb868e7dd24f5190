"""时间节点: the office keeps the dates of each year; nothing is deleted."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused, Stale
from huiying.policy.prevention.risk_dates import BASIS, USUAL_DATES
from huiying.work.prevention.risks.actions.keep_dates import (
    DateInput,
    add_date,
    add_usual_dates,
    change_date,
)
from huiying.work.prevention.risks.models import RiskDate
from tests.factories import T0

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]
FAIR = DateInput("敖包节庆出行", "道路交通", 6, 12, 20)


def test_the_usual_dates_are_the_bureau_s_own_until_it_confirms(yunchuan):
    rows = add_usual_dates(bureau=yunchuan.bureau, officer=yunchuan.shen, now=T0)

    assert len(rows) == len(USUAL_DATES)
    assert {row.basis for row in rows} == {BASIS}
    with pytest.raises(Refused, match="全部列入"):
        add_usual_dates(bureau=yunchuan.bureau, officer=yunchuan.shen, now=T0)


def test_the_office_adds_and_changes_a_date(yunchuan):
    row = add_date(bureau=yunchuan.bureau, values=FAIR, officer=yunchuan.shen, now=T0)
    later = DateInput(FAIR.title, FAIR.topic, 6, 20, 15, "本局会议确定")

    change_date(row=row, values=later, active=True, revision=0, officer=yunchuan.shen, now=T0)

    assert (row.day, row.days_ahead, row.basis) == (20, 15, "本局会议确定")
    with pytest.raises(Stale):
        change_date(
            row=row, values=FAIR, active=False, revision=0, officer=yunchuan.shen, now=T0
        )


def test_only_the_office_keeps_them(yunchuan):
    with pytest.raises(PermissionDenied):
        add_date(bureau=yunchuan.bureau, values=FAIR, officer=yunchuan.window, now=T0)


@pytest.mark.parametrize(
    "values",
    [
        DateInput("敖包节庆", "道路交通", 2, 30, 20),
        DateInput("敖包节庆", "道路交通", 6, 12, 0),
        DateInput("上访老户集中日", "道路交通", 6, 12, 20),
        DateInput(" ", "道路交通", 6, 12, 20),
    ],
)
def test_no_day_no_people(yunchuan, values):
    with pytest.raises(Refused):
        add_date(bureau=yunchuan.bureau, values=values, officer=yunchuan.shen, now=T0)

    assert not RiskDate.objects.exists()


def test_the_same_title_twice_is_refused(yunchuan):
    add_date(bureau=yunchuan.bureau, values=FAIR, officer=yunchuan.shen, now=T0)

    with pytest.raises(Refused, match="同名"):
        add_date(bureau=yunchuan.bureau, values=FAIR, officer=yunchuan.shen, now=T0)
