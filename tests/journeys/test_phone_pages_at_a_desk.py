"""A page made for a telephone is as wide as a sheet of paper at a desk, and no wider."""

from __future__ import annotations

import pytest

from huiying.jobs import clock
from huiying.work.casework.notices.actions.notify import notify_unit
from tests.factories import make_cast
from tests.web.clients import signed_in
from tests.web.console import bulk_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH = "document.querySelector('.hy-phone').getBoundingClientRect().width"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(("window", "least", "most"), [(1440, 700, 800), (390, 390, 390)])
def test_a_notice_uses_the_width_of_the_window(visit, live_server, window, least, most):
    cast = make_cast("yunchuan", "云川区")
    now = clock.real_now()
    notice = notify_unit(
        incident=bulk_rows.incident(cast, 1, now),
        unit=cast.waterworks,
        guidance="请核实。",
        officer=cast.lu,
        now=now,
    )
    page = visit(width=window, height=844)
    session = signed_in(cast.water).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    page.goto(f"/desk/notices/{notice.number}/")

    assert least <= page.evaluate(WIDTH) <= most
    assert page.evaluate(SIDEWAYS) <= 0
