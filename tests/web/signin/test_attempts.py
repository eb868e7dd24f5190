"""Who guesses passwords is slowed down, and nobody is kept out by it who belongs in."""

from __future__ import annotations

import asyncio
import re

import pytest
from django.test import Client
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from huiying.jobs import clock
from huiying.web.signin.attempts import ACCOUNT, ADDRESS, COOKIE, DEVICE
from tests.factories import PASSWORD
from tests.web.clients import (
    add_second_factor,
    current_code,
    signed_in,
    stop_authenticators,
)

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
WRONG = "not-the-right-one"
HER_OWN, HIS, SHARED = "192.0.2.7", "198.51.100.9", "203.0.113.1"


@pytest.fixture(autouse=True)
def _as_in_production(settings, monkeypatch):
    settings.AXES_ENABLED = True
    moment = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: moment)  # no quarter of an hour ends within


def browser(address: str, **cookies: str) -> Client:
    client = Client(REMOTE_ADDR=address)
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def sign_in(client: Client, officer, password: str = PASSWORD):
    name = officer if isinstance(officer, str) else officer.username
    return client.post(LOGIN, {"login": name, "password": password})


def send_form(client: Client, address: str, **typed: str):
    """Send the form of a page as a browser does, with its token."""
    page = client.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    return client.post(address, {"csrfmiddlewaretoken": token, **typed})


def signed_in_before(officer, address: str) -> Client:
    """Return a browser in which the officer has signed in, and is not any more."""
    client = browser(address)
    assert sign_in(client, officer).status_code == 302
    known = client.cookies[COOKIE].value
    return browser(address, **{COOKIE: known})


def guess_from_many(officer, tries: int, *, networks: int = 250) -> list[int]:
    return [
        sign_in(browser(f"198.51.{n % networks}.{n // networks}"), officer, WRONG).status_code
        for n in range(tries)
    ]


def test_guesses_from_one_address_never_keep_the_officer_out_elsewhere(yunchuan):
    attacker = browser(HIS)

    answers = [sign_in(attacker, yunchuan.lu, WRONG).status_code for _ in range(40)]
    right = sign_in(browser(HER_OWN), yunchuan.lu)

    assert answers[4:] == [429] * 36, "the attacker is slowed down"
    assert right.status_code == 302


def test_the_known_device_of_an_officer_works_at_the_very_address_of_an_attack(yunchuan):
    hers = signed_in_before(yunchuan.lu, SHARED)
    for _ in range(40):
        sign_in(browser(SHARED), yunchuan.lu, WRONG)

    assert sign_in(browser(SHARED), yunchuan.lu).status_code == 429, "a strange browser waits"
    assert sign_in(hers, yunchuan.lu).status_code == 302


def test_one_password_tried_on_many_accounts_is_slowed_down_with_a_sentence(yunchuan):
    attacker = browser(HIS)

    answers = [sign_in(attacker, f"officer{n}", WRONG) for n in range(ADDRESS.limit + 1)]

    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 15 * 60
    assert "该网络地址输错口令次数过多" in answers[-1].content.decode()
    assert sign_in(browser(HER_OWN), yunchuan.lu).status_code == 302


def test_an_attack_from_many_addresses_is_slowed_down_and_known_devices_are_not(yunchuan):
    hers = signed_in_before(yunchuan.lu, HER_OWN)

    answers = guess_from_many(yunchuan.lu, ACCOUNT.limit + 5)
    strange = sign_in(browser(SHARED), yunchuan.lu)

    assert answers == [200] * ACCOUNT.limit + [429] * 5
    assert strange.status_code == 429
    assert "曾登录过的电脑不受影响" in strange.content.decode()
    assert sign_in(hers, yunchuan.lu).status_code == 302
    assert sign_in(browser(HIS), yunchuan.shen).status_code == 302, "other accounts go on"


def test_the_form_of_the_page_is_answered_with_the_same_sentence(yunchuan):
    attacker = Client(REMOTE_ADDR=HIS, enforce_csrf_checks=True)

    answers = [
        send_form(attacker, LOGIN, login=f"officer{n}", password=WRONG)
        for n in range(ADDRESS.limit + 1)
    ]

    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert "暂不能登录" in answers[-1].content.decode()


def test_who_holds_a_session_guesses_its_password_no_faster(yunchuan):
    thief = signed_in(yunchuan.lu, minutes_ago=60)
    page = "/accounts/reauthenticate/"

    answers = [send_form(thief, page, password=WRONG).status_code for _ in range(6)]

    assert answers == [200] * 4 + [429] * 2


def test_a_network_of_ipv6_is_one_sender(yunchuan):
    answers = [
        sign_in(browser(f"2001:db8:0:1::{n:x}"), f"officer{n}", WRONG).status_code
        for n in range(1, ADDRESS.limit + 2)
    ]

    assert answers[-1] == 429


def test_an_account_is_one_however_it_is_spelled(yunchuan):
    name = yunchuan.lu.username
    attacker = browser(HIS)
    spellings = [name, name.upper(), f" {name}", name.title(), name, name.upper()]

    answers = [sign_in(attacker, each, WRONG).status_code for each in spellings]

    assert answers == [200] * 4 + [429] * 2


def test_right_passwords_are_no_guesses(yunchuan):
    answers = [
        sign_in(browser(f"198.51.100.{n}"), yunchuan.lu).status_code
        for n in range(ACCOUNT.limit + 3)
    ]

    assert set(answers) == {302}


def test_a_known_device_guesses_no_more_than_another(yunchuan):
    hers = signed_in_before(yunchuan.lu, HER_OWN)

    answers = [sign_in(hers, yunchuan.lu, WRONG).status_code for _ in range(DEVICE.limit + 2)]

    assert answers == [200] * DEVICE.limit + [429] * 2


def test_a_device_is_known_for_the_accounts_that_signed_in_with_it(yunchuan):
    shared = signed_in_before(yunchuan.lu, HER_OWN)
    sign_in(shared, yunchuan.shen)
    known = shared.cookies[COOKIE].value
    for officer in (yunchuan.lu, yunchuan.shen, yunchuan.leader):
        guess_from_many(officer, ACCOUNT.limit)

    answers = [
        sign_in(browser(HER_OWN, **{COOKIE: known}), officer).status_code
        for officer in (yunchuan.lu, yunchuan.shen, yunchuan.leader)
    ]

    assert answers == [302, 302, 429]


@pytest.mark.parametrize("change", [lambda v: f"{v}x", lambda v: v[1:], lambda _v: "x"])
def test_a_cookie_that_we_did_not_sign_is_no_known_device(yunchuan, change):
    known = signed_in_before(yunchuan.lu, HER_OWN).cookies[COOKIE].value
    guess_from_many(yunchuan.lu, ACCOUNT.limit)

    forged = browser(HER_OWN, **{COOKIE: change(known)})

    assert sign_in(forged, yunchuan.lu).status_code == 429


def test_the_cookie_of_a_device_names_no_account_and_stays_at_the_door(yunchuan):
    cookie = signed_in_before(yunchuan.lu, HER_OWN)
    client = browser(HER_OWN)
    sign_in(client, yunchuan.lu)
    given = client.cookies[COOKIE]

    assert yunchuan.lu.username not in cookie.cookies[COOKIE].value
    assert given["path"] == "/accounts/"
    assert given["httponly"]
    assert given["samesite"] == "Lax"


def test_a_device_is_known_only_after_the_second_factor(yunchuan, monkeypatch):
    stop_authenticators(monkeypatch)
    secret = add_second_factor(yunchuan.admin)
    client = browser(HER_OWN)

    sign_in(client, yunchuan.admin)
    after_the_password = COOKIE in client.cookies
    client.post("/accounts/2fa/authenticate/", {"code": current_code(secret)})

    assert not after_the_password
    assert COOKIE in client.cookies


def test_no_header_from_outside_chooses_the_address_that_is_counted(yunchuan):
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["client"][0])

    server = ProxyHeadersMiddleware(app, trusted_hosts="127.0.0.1")  # as _serve.py has it
    header = [(b"x-forwarded-for", b"10.9.8.7")]
    for peer in (HIS, "127.0.0.1"):
        scope = {"type": "http", "client": (peer, 1), "headers": header, "scheme": "http"}
        asyncio.run(server(scope, None, None))
    attacker = browser(HIS)
    answers = [
        attacker.post(
            LOGIN,
            {"login": yunchuan.lu.username, "password": WRONG},
            headers={"X-Forwarded-For": f"10.0.0.{n}", "Forwarded": f"for=10.0.0.{n}"},
        ).status_code
        for n in range(6)
    ]

    assert seen == [HIS, "10.9.8.7"]
    assert answers == [200] * 4 + [429] * 2
