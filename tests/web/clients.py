"""How tests come in: a browser of somebody who is signed in."""

from __future__ import annotations

import time
from types import SimpleNamespace

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.crypto import get_random_string

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import ADMINISTERS, capabilities_of
from huiying.base.accounts.roles.queries import roles_of

BACKEND = "django.contrib.auth.backends.ModelBackend"


def add_second_factor(officer: Officer) -> str:
    """Give an officer an authenticator app; return its secret."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(officer, secret)
    return secret


def current_code(secret: str) -> str:
    """Return what the authenticator app shows now."""
    counter = next(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def stop_authenticators(monkeypatch) -> None:
    """Let no code change between the look at the app and the server's: time makes it."""
    moment = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment))


def signed_in(officer: Officer, *, minutes_ago: float = 0) -> Client:
    """Return a browser; who administers has his second factor.

    Args:
        minutes_ago: When he typed his password.
    """
    if ADMINISTERS & capabilities_of(roles_of(officer)) and not is_mfa_enabled(officer):
        add_second_factor(officer)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = _session_of(officer, minutes_ago)
    return client


def _session_of(officer: Officer, minutes_ago: float) -> str:
    """Write down a session as Django's login does, by one statement instead of nine."""
    store = SessionStore()
    signed = {
        SESSION_KEY: str(officer.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: officer.get_session_auth_hash(),
        AUTHENTICATION_METHODS_SESSION_KEY: [
            {"method": "password", "at": time.time() - 60 * minutes_ago}
        ],
        _AUTHENTICATION_METHODS_USER_SESSION_KEY: str(officer.pk),
    }
    kept = Session.objects.create(
        session_key=get_random_string(32),
        session_data=store.encode(signed),
        expire_date=store.get_expiry_date(),
    )
    return kept.session_key
