"""Slow down who guesses passwords, and keep no officer out by it.

In:   a request and an account as it was typed; that somebody signed in.
Out:  a page 429 with a sentence and ``Retry-After``; a signed cookie of the device.
Cost: two counters a sign-in.

Five wrong passwords lock an account for one address (axes). Here are counted, by a quarter of
an hour: the failures of an address over all accounts, so that one password is not tried on
everybody; the failures of an account over all addresses, so that many addresses guess no faster
than a few. A browser in which the officer has signed in before has a counter of its own and
none of the others: whoever attacks an account keeps its officer out only where he has never
been. A cookie is good for the accounts that it names; stolen, it is good for five guesses.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from huiying.web.shared.client_address import client_network
from huiying.web.shared.throttles import Throttle

QUARTER = 15 * 60  # seconds
ADDRESS = Throttle("sign-in-address", limit=30, seconds=QUARTER)
ACCOUNT = Throttle("sign-in-account", limit=20, seconds=QUARTER)
DEVICE = Throttle("sign-in-device", limit=5, seconds=QUARTER)
SENTENCES = {
    ADDRESS: gettext_lazy("该网络地址输错口令次数过多，暂不能从此处登录。"),
    ACCOUNT: gettext_lazy(
        "该账号的口令被多处尝试，未登录过的设备暂不能登录；曾登录过的电脑不受影响。"
    ),
    DEVICE: gettext_lazy("口令连续输错，这个账号在这台设备上暂停登录。"),
}

COOKIE = "huiying_device"
COOKIE_PATH = "/accounts/"
COOKIE_AGE = 180 * 24 * 3600  # seconds
ACCOUNTS_ON_DEVICE = 12
_SALT = "huiying.web.signin.device"


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that somebody signed in with: its number, and marks of the accounts."""

    number: str
    accounts: tuple[str, ...] = ()


class Attempt:
    """One try of a password, counted before it is compared: many at once are many tries."""

    def __init__(self, request: HttpRequest, account: str) -> None:
        self._request = request
        account = _one_spelling(account)
        self._known = _knows(_device_of(request), account)
        if self._known:
            self._counters = [(DEVICE, f"{_device_of(request).number} {account}")]
        else:
            self._counters = [(ADDRESS, client_network(request)), (ACCOUNT, account)]
        self._account = account

    def begin(self) -> HttpResponse | None:
        """Count the try; return the page that refuses it, None if it may be made.

        What axes refuses already is not counted: one address alone exhausts no account.
        """
        if not self._known and self._locked_by_axes():
            self._counters = []
        for throttle, key in self._counters:
            if wait := throttle.wait(key):
                return _slow_down(self._request, throttle, wait)
        for throttle, key in self._counters:
            if wait := throttle.count(key):
                return _slow_down(self._request, throttle, wait)
        return None

    def succeeded(self) -> None:
        """Take it back: the password was right."""
        for throttle, key in self._counters:
            throttle.take_back(key)

    def _locked_by_axes(self) -> bool:
        credentials = get_credentials(self._account)
        return settings.AXES_ENABLED and not AxesProxyHandler.is_allowed(
            self._request, credentials
        )


def typed_account(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return the account of an attempt for axes: ``Lu`` and ``lu`` are one."""
    given = (credentials or {}).get("username") or request.POST.get("login", "")
    return _one_spelling(str(given))


def is_known_device(request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
    """Tell axes whether an attempt is counted by its device alone."""
    return _knows(_device_of(request), typed_account(request, credentials))


def remember_device(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Give the browser a cookie that says that this account signed in with it."""
    device, mark = _device_of(request), _mark(_one_spelling(account))
    marks = [mark, *(each for each in device.accounts if each != mark)]
    response.set_cookie(
        COOKIE,
        signing.dumps([device.number, marks[:ACCOUNTS_ON_DEVICE]], salt=_SALT),
        max_age=COOKIE_AGE,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device_of(request: HttpRequest) -> Device:
    """Return the device of a cookie; a new one if there is none that we signed."""
    try:
        number, accounts = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_AGE
        )
    except (signing.BadSignature, ValueError):
        return Device(secrets.token_hex(8))
    return Device(number, tuple(accounts))


def _knows(device: Device, account: str) -> bool:
    return _mark(account) in device.accounts


def _mark(account: str) -> str:
    """Return what stands for an account in a cookie: colleagues share computers."""
    return salted_hmac(_SALT, account, algorithm="sha256").hexdigest()[:16]


def _one_spelling(account: str) -> str:
    return account.strip().casefold()


def _slow_down(request: HttpRequest, throttle: Throttle, wait: int) -> HttpResponse:
    context = {"what": SENTENCES[throttle], "seconds": wait}
    response = render(request, "account/slow_down.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response
