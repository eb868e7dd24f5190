"""The wall board fits the screens of duty rooms, and the clocks of the desk a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from huiying.base.outbox.models import Channel, ChannelKind
from huiying.jobs import clock
from tests.factories import make_cast
from tests.journeys.test_four_clicks import enter
from tests.web.console import bulk_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(db):
    made, now = make_cast("yunchuan", "云川区"), clock.real_now()
    made.lu.phone, made.lu.phone_shared = "0000-8001", True
    made.lu.save(update_fields=["phone", "phone_shared"])
    Channel.objects.create(  # without one a loud warning stands over the matters
        bureau=made.bureau,
        kind=ChannelKind.SMTP,
        name="值班邮箱",
        target="duty@yunchuan.example",
    )
    for number in range(1, 12):
        bulk_rows.incident(made, number, now)
    return made


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_the_wall_board_is_one_screen(visit, live_server, cast, shoot, width, height):
    page = enter(visit, live_server, cast.lu, width=width, height=height)

    page.goto("/desk/board/")

    expect(page.locator(".hy-wall-foot b")).to_have_text("另 2 件")
    expect(page.locator(".hy-wall-foot")).to_be_in_viewport(ratio=1)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollHeight") <= height
    assert page.evaluate(f"{root}.scrollWidth") <= width
    shoot(page, f"wall-{width}")


def test_the_first_screen_of_a_telephone_says_what_ends_first_and_whom_to_call(
    visit, live_server, cast, shoot
):
    page = enter(visit, live_server, cast.shen, width=390, height=844)

    row = page.locator(".hy-matters [data-row]").first
    for part in (".hy-clk", "a[href='tel:0000-8001']", ".hy-mid .hy-btn"):
        expect(row.locator(part).first).to_be_in_viewport(ratio=1)
    shoot(page, "desk-390")
