"""What was decided last is taken back from a bar in sight, wherever the page is scrolled."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from huiying.jobs import clock
from tests.factories import make_cast
from tests.journeys.test_four_clicks import enter
from tests.web.console import bulk_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_the_way_back_is_seen_without_scrolling(visit, live_server, db, shoot, width, height):
    cast = make_cast("yunchuan", "云川区")
    rows = [bulk_rows.candidate(cast, number, clock.real_now()) for number in range(1, 10)]
    page = enter(visit, live_server, cast.lu, width=width, height=height)
    page.locator(f"a[href*='/candidates/{rows[0].event_id}/dismiss/']").first.click()
    page.locator("dialog[open] textarea").fill("广告")
    page.locator("dialog[open] button.hy-btn-main").click()

    bar = page.locator("[role=status]", has=page.locator("form[action$='/restore/']"))
    expect(bar).to_contain_text("1 分钟内可撤回")
    expect(bar.locator("button")).to_be_in_viewport(ratio=1)
    assert page.locator("main").inner_text().count("分钟内可撤回") == 1
    shoot(page, f"undo-{width}")
