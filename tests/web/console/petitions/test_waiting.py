"""Petitions on the duty desk: one line for all to register; a clock on the last day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.petitions.kinds import PetitionKind
from huiying.work.petitions.acknowledgement.actions.acknowledge import acknowledge_petition
from tests.factories import T0
from tests.scenarios.handled_petitions import forwarded
from tests.scenarios.petitions import submit
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("2(3)c")]


@pytest.fixture
def desk(yunchuan, time):
    def at(moment):
        time.set(moment)
        return page_of(signed_in(yunchuan.lu).get(reverse("console:desk")))

    return at


def test_many_petitions_with_days_left_are_one_line_and_hide_no_incident(yunchuan, desk):
    for _ in range(3):
        submit(yunchuan, kind=PetitionKind.QUESTION)
    page = desk(T0 + timedelta(minutes=1))
    assert "3 件待登记" in page.text
    assert "咨询 XF2026-0001" not in page.text


def test_on_its_last_day_a_petition_stands_among_the_deadlines_and_stays_when_late(
    yunchuan, desk
):
    row = submit(yunchuan, kind=PetitionKind.QUESTION).row
    for moment in (timedelta(hours=-1), timedelta(hours=1)):
        assert "咨询 XF2026-0001" in desk(row.clock.due_at + moment).text


def test_what_a_unit_did_not_acknowledge_is_one_line_from_the_next_day_on(yunchuan, desk):
    first, second = (forwarded(yunchuan, submit(yunchuan).row) for _ in range(2))
    assert "转办未签收" not in desk(T0 + timedelta(hours=1)).text
    page = desk(T0 + timedelta(days=1))
    assert "2 件转办未签收" in page.text
    assert f"{reverse('console:petitions')}?state=unacknowledged" in page
    for row in (first, second):
        acknowledge_petition(petition=row, officer=yunchuan.window, now=T0)
    assert "转办未签收" not in desk(T0 + timedelta(days=1)).text
