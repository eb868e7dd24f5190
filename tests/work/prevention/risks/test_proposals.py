"""What may be a risk is proposed from the record; nothing is registered by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.policy.grading.grades import Grade
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.core.models import Petition
from huiying.work.prevention.risks.actions.keep_dates import DateInput, add_date
from huiying.work.prevention.risks.models import Risk, RiskOrigin
from huiying.work.prevention.risks.proposals import (
    PERIOD,
    YEAR,
    Proposal,
    not_registered,
    own_proposals,
)
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.petitions import submit
from tests.work.prevention.steps import heating

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]


def found(cast, origin, now=T0):
    return [one for one in own_proposals(cast.bureau.pk, now) if one.origin == origin]


def test_a_date_that_is_near_is_proposed_once_a_year(yunchuan):
    values = DateInput("冬季清雪除冰", "道路交通", 12, 1, 20)
    row = add_date(bureau=yunchuan.bureau, values=values, officer=yunchuan.shen, now=T0)

    [one] = found(yunchuan, RiskOrigin.CALENDAR)

    assert (one.title, one.topic, one.ref) == (row.title, "道路交通", f"{row.pk}@2026")
    assert found(yunchuan, RiskOrigin.CALENDAR, T0 - timedelta(days=40)) == []
    assert not Risk.objects.exists()


def test_what_was_registered_is_proposed_no_more(yunchuan):
    one = Proposal(RiskOrigin.CALENDAR, "7@2026", "供热开栓前后", "")
    risk = heating(yunchuan)
    assert not_registered(yunchuan.bureau.pk, [one]) == [one]

    risk.pk = None
    risk.number, risk.origin, risk.origin_ref = "FX2026-0002", RiskOrigin.CALENDAR, "7@2026"
    risk.save(force_insert=True)

    assert not_registered(yunchuan.bureau.pk, [one]) == []


def test_petitions_of_a_unit_on_the_rise_are_proposed_by_the_unit(yunchuan):
    for days in (1, 2, 3, 4, 40):
        row = submit(yunchuan, now=T0 - timedelta(days=days)).row
        Petition.objects.filter(pk=row.pk).update(competent=yunchuan.waterworks)

    [one] = found(yunchuan, RiskOrigin.PETITIONS)

    assert one.unit_id == yunchuan.waterworks.pk
    assert "4" in one.why
    assert "1" in one.why
    assert found(yunchuan, RiskOrigin.PETITIONS, T0 + 2 * PERIOD) == []


def test_incidents_of_the_same_season_last_year_are_proposed(yunchuan):
    incident = incident_of(yunchuan, WATER, grade=Grade.ORDINARY)
    assert found(yunchuan, RiskOrigin.SEASON) == []

    Incident.objects.update(opened_at=T0 - YEAR + timedelta(days=20))

    [one] = found(yunchuan, RiskOrigin.SEASON)
    assert one.ref == incident.number
