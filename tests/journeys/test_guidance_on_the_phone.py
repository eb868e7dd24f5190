"""One line for all units: issued at the desk, signed on a phone, changed, and signed again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from tests.factories import PASSWORD
from tests.journeys.acts import show_act
from tests.scenarios.incidents import WATER, incident_of, restart_workers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = (390, 844)


def sign_in(page, officer):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", officer.username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit], form button").last.click()
    page.wait_for_load_state()
    return page


def dialog(page, link):
    show_act(page.locator(link)).click()
    form = page.locator("dialog[open] form[method=post]")
    form.wait_for()
    return form


def send(page, form):
    with page.expect_navigation():
        form.locator("button.hy-btn-main").click()


def fits(page):
    """Tell whether nothing makes the phone scroll sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.mark.clause("4(3)d")
def test_a_line_is_signed_on_the_phone_and_again_when_it_changes(yunchuan, visit, shoot):
    restart_workers()
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR, now=clock.real_now())
    address = f"/desk/incidents/{incident.number}/"

    desk = sign_in(visit(), yunchuan.lu)
    desk.goto(address)
    form = dialog(desk, "a[href$='/guidance/write/']")
    form.locator("[name=agreed_line]").fill("水发黄情况属实，正在查明原因。")
    form.locator("[name=unknown]").fill("原因还不知道。")
    send(desk, form)
    form = dialog(desk, "main a[href$='/notify/']")
    form.locator("label", has_text="区水务局").click()
    send(desk, form)

    phone = sign_in(visit(*PHONE), yunchuan.water)
    phone.goto("/desk/notices/")
    phone.locator("tr[data-row] a.hy-btn", has_text="签收").first.click()
    expect(phone.get_by_text("原因还不知道。")).to_be_visible()
    assert fits(phone)
    shoot(phone, "guidance-1-sign")
    with phone.expect_navigation():
        phone.get_by_role("button", name="签收，由区水务局办理").click()

    desk.goto(address)
    form = dialog(desk, "a[href$='/guidance/write/']")
    form.locator("[name=agreed_line]").fill("水发黄是换阀门冲起铁锈，中午前恢复。")
    form.locator("[name=unknown]").fill("")
    form.locator("[name=change_note]").fill("原因查明了。")
    send(desk, form)
    expect(desk.get_by_text("待签收新版")).to_be_visible()

    phone.goto("/desk/notices/")
    expect(phone.get_by_text("口径已修订，待签收")).to_be_visible()
    assert fits(phone)
    phone.locator("tr[data-row] a.hy-btn", has_text="签收").first.click()
    expect(phone.get_by_text("本单位已签收第 1 版，现有更新版本。")).to_be_visible()
    assert fits(phone)
    shoot(phone, "guidance-2-sign-again")
    with phone.expect_navigation():
        phone.get_by_role("button", name="签收第 2 版口径").click()
    expect(phone.get_by_text("温若川已签收这一版")).to_be_visible()

    desk.goto(f"{address}?tab=answers")
    expect(desk.get_by_text("签收的是第 2 版")).to_be_visible()
    shoot(desk, "guidance-3-signed")
