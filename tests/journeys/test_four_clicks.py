"""An ordinary item is light: two clicks from a candidate to the unit that is notified."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from huiying.jobs import clock
from huiying.work.casework.notices.models import Notice
from tests.factories import make_cast
from tests.web.clients import signed_in
from tests.web.console import bulk_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COUNT = """addEventListener('click', event => {
  if (event.isTrusted) sessionStorage.clicks = 1 + Number(sessionStorage.clicks || 0)
}, true)"""


def enter(visit, live_server, officer, **size):
    page = visit(**size)
    session = signed_in(officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.add_init_script(COUNT)
    page.goto("/desk/")
    return page


def clicks(page) -> int:
    return int(page.evaluate("sessionStorage.clicks || 0"))


@pytest.mark.clause("4(1)", "4(3)b")
def test_an_ordinary_item_takes_two_clicks_and_nothing_typed(visit, live_server, db):
    cast = make_cast("yunchuan", "云川区")
    bulk_rows.candidate(cast, 1, clock.real_now())
    page = enter(visit, live_server, cast.lu)

    page.locator("#candidates a[href$='/confirm/']").first.click()
    page.locator("dialog[open] button.hy-btn-main").click()
    page.wait_for_url("**/desk/incidents/**")
    expect(
        page.get_by_text("已发起通报：区水务局（通报 2026-0001），等待送达。").first
    ).to_be_visible()

    assert clicks(page) == 2
    notice = Notice.objects.get()
    assert (notice.unit, notice.state) == (cast.waterworks, "QUEUED")

    # The unit, on a phone: it opens what waits for it and signs.
    water = enter(visit, live_server, cast.water, width=390, height=844)
    water.locator("section:has(#h-sign) a", has_text="签收").first.click()
    water.locator("button", has_text="签收").first.click()
    expect(water.get_by_text("已签收").first).to_be_visible()

    assert clicks(water) == 2
    notice.refresh_from_db()
    assert notice.state == "SIGNED"
