"""A form that is refused in the dialog stays there, with the focus on what is wrong."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from huiying.jobs import clock
from tests.factories import make_cast
from tests.journeys.test_four_clicks import enter
from tests.web.console import bulk_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_refused_act_stays_in_its_dialog(visit, live_server, db):
    cast = make_cast("yunchuan", "云川区")
    first = bulk_rows.candidate(cast, 1, clock.real_now())
    page = enter(visit, live_server, cast.lu)
    page.goto(f"/desk/candidates/{first.event_id}/")
    page.keyboard.press("x")
    page.locator("dialog[open] textarea").fill("广告")
    first.refresh_from_db()
    type(first).objects.filter(pk=first.pk).update(revision=first.revision + 1)

    page.locator("dialog[open] button.hy-btn-main").click()

    expect(page.locator("dialog[open] [role=alert]")).to_be_focused()
    expect(page.locator("dialog[open] textarea")).to_have_value("广告")
    assert page.url.endswith(f"/candidates/{first.event_id}/")


def test_what_was_done_in_a_dialog_is_said_on_the_page(visit, live_server, db):
    cast = make_cast("yunchuan", "云川区")
    first = bulk_rows.candidate(cast, 1, clock.real_now())
    page = enter(visit, live_server, cast.lu)
    page.goto(f"/desk/candidates/{first.event_id}/")
    page.keyboard.press("x")
    page.locator("dialog[open] textarea").fill("广告")

    page.locator("dialog[open] button.hy-btn-main").click()

    page.wait_for_url("**/desk/")
    expect(page.locator("body")).to_contain_text("已排除：1号楼路灯不亮。1 分钟内可撤回。")
