"""How tests come in: a browser of somebody who is signed in."""

from __future__ import annotations

import time
from types import SimpleNamespace

from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from huiying.base.accounts.capabilities import Role
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import roles_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


def second_factor(officer: Officer) -> str:
    """Give an officer an authenticator app; return its secret."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(officer, secret)
    return secret


def code_now(secret: str) -> str:
    """Return what the authenticator app shows now."""
    counter = next(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def stop_authenticators(monkeypatch) -> None:
    """Let no code change between the look at the app and the server's: time makes it."""
    moment = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment))


def signed_in(officer: Officer) -> Client:
    """Return a browser; an administrator has his second factor."""
    if Role.ADMINISTRATOR in roles_of(officer) and not is_mfa_enabled(officer):
        second_factor(officer)
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client
