"""The main pages of the console give the browser nothing to complain of."""

from __future__ import annotations

import pytest

from huiying.jobs import clock
from tests.factories import make_cast
from tests.web.clients import signed_in
from tests.web.console import bulk_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESSES = (
    "/desk/",
    "/desk/incidents/",
    "/desk/posts/",
    "/desk/notices/",
    "/desk/responses/",
    "/desk/rules/",
    "/desk/search/?q=路灯",
    "/desk/tasks/",
    "/desk/petitions/",
    "/desk/sources/",
    "/desk/board/",
)
REFRESH = """() => new Promise(settled => {
  document.addEventListener('htmx:afterSettle', event => {
    if (event.target.id === 'board') settled()
  })
  htmx.ajax('GET', document.getElementById('board').getAttribute('hx-get'),
    {target: '#board', swap: 'innerHTML'})
})"""


def test_no_page_makes_the_browser_complain(visit, live_server, db):
    cast = make_cast("yunchuan", "云川区")
    now = clock.real_now()
    bulk_rows.candidate(cast, 1, now)
    incident = bulk_rows.incident(cast, 2, now)
    page, said = visit(), []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    session = signed_in(cast.lu).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    for address in ADDRESSES:
        answer = page.goto(address)
        page.wait_for_load_state("networkidle")
        assert answer.status == 200, address
    page.goto(f"/desk/incidents/{incident.number}/")
    page.locator("a[href$='/notify/']").first.click()
    page.locator("dialog[open] form[method=post]").wait_for()

    assert said == []


def test_a_refresh_of_the_desk_sets_no_style_that_the_policy_refuses(visit, live_server, db):
    cast = make_cast("yunchuan", "云川区")
    bulk_rows.incident(cast, 2, clock.real_now())
    page = visit()  # fails the test when the policy refuses something
    session = signed_in(cast.lu).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto("/desk/")
    styled = page.locator("#board [id]").first
    styled.evaluate("row => { row.style.opacity = '1' }")  # as a script or a browser does

    page.evaluate(REFRESH)

    assert page.locator("#board [id][style]").count() == 0
