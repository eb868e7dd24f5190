"""The desk, an incident and the roster on A4: by Chromium's own PDF."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.audit.subjects import MACHINE
from huiying.jobs import clock
from huiying.policy.time.spans import Span
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A4 = (210, 297)  # mm
POINTS_A_MM = 72 / 25.4
PAPER = 695  # CSS pixels between the margins of A4


@pytest.fixture
def lu(visit, live_server, yunchuan):
    restart_workers()
    now = clock.real_now()
    span = Span(now - timedelta(hours=1), now + timedelta(hours=8))
    wanted = [PlannedShift(span, yunchuan.lu, yunchuan.cheng, "白班")]
    add_shifts(bureau=yunchuan.bureau, wanted=wanted, actor=MACHINE, now=now)
    incident = incident_of(yunchuan, WATER, now=now)
    page = visit()
    session = signed_in(yunchuan.lu).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page, incident


def sheets(page) -> list[tuple[int, int]]:
    """Return the size in mm of each sheet that Chromium prints."""
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
    return [
        (round(float(width) / POINTS_A_MM), round(float(height) / POINTS_A_MM))
        for width, height in boxes
    ]


def test_desk_incident_and_roster_print_as_a_hand_over_sheet(lu):
    page, incident = lu
    for address, most in (
        ("/desk/", 3),
        ("/desk/roster/", 2),
        (f"/desk/incidents/{incident.number}/", 6),
    ):
        page.set_viewport_size({"width": PAPER, "height": 900})
        page.emulate_media(media="screen")
        page.goto(address)
        expect(page.locator(".hy-onpaper").or_(page.locator("h1")).first).to_be_attached()
        page.emulate_media(media="print")

        expect(page.locator("main button:visible, main a.hy-btn:visible")).to_have_count(0)
        expect(page.locator(".hy-side, .hy-top")).to_have_count(2)
        expect(page.locator(".hy-side:visible, .hy-top:visible")).to_have_count(0)
        expect(page.locator(".hy-printed")).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PAPER, f"{address} is cut off on paper"
        printed = sheets(page)
        assert set(printed) == {A4}
        assert len(printed) <= most, f"{address} wastes paper"
    page.goto("/desk/")
    expect(page.locator(".hy-signs")).to_be_visible()
    assert "交班人" in page.locator(".hy-signs").inner_text()
