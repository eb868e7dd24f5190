"""The daily check finds a risk that was lowered, put off or deleted in the database."""

from __future__ import annotations

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.prevention.risks.models import Risk
from huiying.work.prevention.risks.proof import risk_differences
from tests.tampering import triggers_dropped
from tests.work.prevention.steps import heating, later, local_day, look_again

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]


@pytest.fixture
def risk(yunchuan):
    risk = heating(yunchuan)
    look_again(risk, yunchuan.window, later(days=2))
    return risk


def codes(bureau):
    return [one.code for one in risk_differences(bureau.pk)]


def test_what_acts_did_does_not_differ(yunchuan, risk):
    assert codes(yunchuan.bureau) == []
    assert check_bureau(yunchuan.bureau.pk, read_files=False).holds


@pytest.mark.parametrize(
    "change",
    [
        {"level": "LOW"},
        {"state": "SETTLED"},
        {"next_review": local_day(later(days=300))},
        {"measures": "无"},
        {"probability": 3},
    ],
)
def test_what_somebody_changed_in_the_database_differs(yunchuan, risk, change):
    with triggers_dropped():
        Risk.objects.filter(pk=risk.pk).update(**change)

    assert codes(yunchuan.bureau) == ["record.risk_differs"]


def test_a_risk_that_is_gone_is_missing(yunchuan, risk):
    with triggers_dropped():
        risk.versions.all().delete()
        Risk.objects.filter(pk=risk.pk).delete()

    assert codes(yunchuan.bureau) == ["record.risk_missing"]
