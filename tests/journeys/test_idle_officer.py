"""Who is called away from a form: warned, signed out, and his words come back to him alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from huiying.jobs import clock
from tests.factories import PASSWORD, make_cast
from tests.polling import wait_until
from tests.scenarios.petitions import accuse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENTER = "/desk/intake/enter/"
WORDS = "幸福里小区停水，物业说要到晚上才能来。"
MINUTE = 60 * 1000  # milliseconds


@pytest.fixture
def cast(db):
    return make_cast("yunchuan", "云川区")


class Minutes:
    """Lets time pass on the server and in the browser alike."""

    def __init__(self, patch, page) -> None:
        self.later = timedelta(0)
        self.page = page
        real = clock.real_now
        patch.setattr(clock, "real_now", lambda: real() + self.later)

    def __call__(self, minutes: float) -> None:
        self.later += timedelta(minutes=minutes)
        self.page.clock.fast_forward(int(minutes * MINUTE))


@pytest.fixture
def page(visit, settings, cast):
    settings.IDLE_SECONDS = 30 * 60
    page = visit()
    page.clock.install()
    return page


@pytest.fixture
def after(monkeypatch, page):
    return Minutes(monkeypatch, page)


def sign_in(page, officer):
    if "/accounts/login/" not in page.url:
        page.goto(f"/accounts/login/?next={ENTER}")
    page.fill("input[name=login]", officer.username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").last.click()
    page.wait_for_url(f"**{ENTER}*")


def kept(page) -> str:
    return page.evaluate("JSON.stringify(sessionStorage)")


def signed_out(page, after):
    """Do nothing until the server has ended the session and the page has left."""
    after(29.2)
    page.locator("#idle").wait_for()
    after(1)
    page.wait_for_url("**/accounts/login/**")


def test_the_words_of_an_officer_come_back_after_the_next_sign_in(
    page, cast, after, time, shoot
):
    sign_in(page, cast.lu)
    page.fill("#id_text", WORDS)
    noticed = page.input_value("#id_noticed_at")
    time.forward(minutes=31)

    after(29.2)
    expect(page.locator("#idle")).to_contain_text("即将自动退出")
    shoot(page, "idle-warning")
    after(1)
    page.wait_for_url("**/accounts/login/**")
    expect(page.locator("main")).to_contain_text("超过 30 分钟未操作，已自动退出。")
    sign_in(page, cast.lu)

    expect(page.locator("#id_text")).to_have_value(WORDS)
    expect(page.locator("#id_noticed_at")).to_have_value(noticed)  # no later by the sign-in
    expect(page.locator("[data-typed]")).to_contain_text("已恢复未提交的内容")
    shoot(page, "idle-restored")
    assert PASSWORD not in kept(page)


def test_a_press_keeps_the_session_and_the_form(page, cast, after):
    sign_in(page, cast.lu)
    page.fill("#id_text", WORDS)
    after(29.2)

    page.locator("#idle button").click()
    page.locator("#idle").wait_for(state="hidden")
    after(28)

    expect(page.locator("#idle")).to_be_hidden()
    assert page.url.endswith(ENTER)
    page.locator("main form button").last.click()
    expect(page.locator(".hy-msgs")).to_contain_text("已录入")


def test_what_another_officer_typed_is_not_shown_and_is_gone(page, cast, after):
    sign_in(page, cast.lu)
    page.fill("#id_text", WORDS)
    signed_out(page, after)
    assert WORDS in kept(page)

    sign_in(page, cast.shen)

    expect(page.locator("#id_text")).to_have_value("")
    wait_until(lambda: WORDS not in kept(page))
    signed_out(page, after)
    sign_in(page, cast.lu)
    expect(page.locator("#id_text")).to_have_value("")


def test_what_was_sent_is_forgotten_and_what_met_the_end_of_the_session_is_not(
    page, cast, after
):
    sign_in(page, cast.lu)
    page.fill("#id_text", WORDS)
    after.later += timedelta(minutes=31)  # the browser slept

    page.locator("main form button").last.click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, cast.lu)
    expect(page.locator("#id_text")).to_have_value(WORDS)

    page.locator("main form button").last.click()
    expect(page.locator(".hy-msgs")).to_contain_text("已录入")
    wait_until(lambda: WORDS not in kept(page))


def test_who_signs_out_leaves_nothing(page, cast):
    sign_in(page, cast.lu)
    page.fill("#id_text", WORDS)

    page.locator(".hy-who summary").click()
    page.locator(".hy-who form button").click()
    page.wait_for_url("**/accounts/login/**")

    assert WORDS not in kept(page)


def test_words_about_one_matter_are_not_put_into_the_form_of_another(page, cast):
    first, second = (f"/desk/risks/add/?title={name}" for name in ("one", "two"))
    sign_in(page, cast.shen)
    page.goto(first)
    page.fill("#id_measures", WORDS)

    page.goto(second)
    expect(page.locator("#id_title")).to_have_value("two")
    expect(page.locator("#id_measures")).to_have_value("")
    page.goto(first)
    expect(page.locator("#id_measures")).to_have_value(WORDS)


def test_who_sent_a_petition_what_he_wrote_and_accusations_are_not_kept(page, cast):
    number = accuse(cast).number
    sign_in(page, cast.lu)
    page.goto("/desk/petitions/new/")
    page.fill("#id_people", "3")
    for field in ("title", "text", "name", "phone", "address"):
        page.fill(f"#id_{field}", WORDS)
    assert "people" in kept(page)
    assert WORDS not in kept(page)

    page.context.clear_cookies()
    page.goto(f"/accounts/login/?next={ENTER}")
    page.fill("input[name=login]", cast.ji.username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").last.click()
    page.goto(f"/desk/accusations/{number}/supplement/")
    page.locator("main form textarea").first.fill(WORDS)
    assert WORDS not in kept(page)
