"""The path on the page of an incident: a step is done when it is proven, not when pressed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.work.casework.notices.actions.sign_or_return import (
    settle_returned_notice,
    sign_notice,
)
from tests.module_rows import module_rows
from tests.scenarios.closing import make_closed_incident
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.casework.notices.steps import notify, send_back

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _an_hour_later(time):
    restart_workers()
    time.forward(minutes=60)


standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture
def step(yunchuan, incident):
    """Read one step of the path."""
    client = signed_in(yunchuan.lu)

    def step(label, of=incident):
        page = page_of(client.get(reverse("console:incident", args=[of.number]) + "?tab=all"))
        path = page.having('class="hy-path"')[0]
        return next(row.text for row in path.tags("li") if row.text.strip().startswith(label))

    return step


@pytest.mark.clause("4(3)b")
def test_a_notice_that_was_sent_is_a_step_begun_and_its_delivery_ends_it(
    yunchuan, incident, step, now
):
    notice = notify(incident, yunchuan.waterworks, yunchuan.lu, now + 4 * MINUTE)
    sent = step("通报")
    sign_notice(notice=notice, officer=yunchuan.water, now=now + 9 * MINUTE)

    assert "进行中" in sent
    assert "1 份尚未送达" in sent
    assert "已完成" in step("通报")


@pytest.mark.clause("4(3)b")
def test_a_further_unit_opens_the_step_again_until_it_has_the_notice_or_needs_none(
    yunchuan, incident, step, now
):
    lead = notify(incident, yunchuan.waterworks, yunchuan.lu, now + 4 * MINUTE)
    sign_notice(notice=lead, officer=yunchuan.water, now=now + 5 * MINUTE)
    further = notify(incident, yunchuan.reception, yunchuan.lu, now + 6 * MINUTE)
    sent = step("通报")
    send_back(further, yunchuan.window, now + 9 * MINUTE, "与来访无关")
    returned = step("通报")
    settle_returned_notice(
        notice=further, reason="主办单位已经够了", officer=yunchuan.lu, now=now + 12 * MINUTE
    )

    assert "1 份尚未送达" in sent
    assert "1 份尚未送达" in returned, "a notice that came back reached nobody"
    assert "已完成" in step("通报")


def test_a_closed_matter_shows_every_step_that_was_taken_as_done(yunchuan, step):
    closed = make_closed_incident(yunchuan)

    assert "已完成" in step("通报", closed)
    assert "已完成" in step("核实", closed)
    assert "已完成" in step("处置", closed)
