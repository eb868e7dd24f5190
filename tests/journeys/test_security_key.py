"""A security key as the second factor: added, asked for at the next sign-in, taken away.

The browser's own virtual authenticator stands for the key: every byte of the ceremony is real.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD, make_cast
from tests.journeys.test_post_to_answer import set_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def cast(db):
    return make_cast("yunchuan", "云川区")


def plug_in(page):
    """Give the browser a key; return what takes it out again."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return lambda: devices.send("WebAuthn.removeVirtualAuthenticator", made)


def give_password(page):
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button").last.click()
    page.wait_for_load_state()


def sign_in(page, name):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    give_password(page)


def sign_out(page):
    page.goto("/accounts/logout/")
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def add_key(page, name):
    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        give_password(page)
    page.fill("input[name=name]", name)
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)


def test_an_administrator_signs_in_with_a_security_key(visit, cast, shoot):
    page = visit()
    take_out = plug_in(page)
    sign_in(page, cast.admin.username)

    add_key(page, "蓝色钥匙")
    page.goto("/accounts/2fa/webauthn/")
    shoot(page, "security-keys")
    assert "蓝色钥匙" in page.inner_text("main")

    sign_out(page)
    sign_in(page, cast.admin.username)
    assert "/accounts/2fa/authenticate/" in page.url  # the password alone opens nothing
    shoot(page, "security-key-asked")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/desk/people/")
    assert page.url.endswith("/desk/people/")

    # Without the key nobody gets in, and the page says so.
    sign_out(page)
    take_out()
    plug_in(page)  # another key, which nobody added
    sign_in(page, cast.admin.username)
    note = page.locator("[data-key-failed]")
    expect(note).to_be_hidden()
    page.click("#mfa_webauthn_authenticate")
    note.wait_for(state="visible")
    shoot(page, "security-key-refused")
    page.goto("/desk/people/")
    assert "/accounts/2fa/authenticate/" in page.url


def test_who_has_no_security_key_is_not_asked_for_one(visit, cast):
    page = visit()
    sign_in(page, cast.admin.username)
    set_second_factor(page)
    sign_out(page)

    sign_in(page, cast.admin.username)

    expect(page.locator("input[name=code]")).to_be_visible()
    expect(page.locator("#mfa_webauthn_authenticate")).to_have_count(0)
