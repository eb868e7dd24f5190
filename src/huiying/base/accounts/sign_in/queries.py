"""Read an officer's own sign-ins: sessions that run, when and from where, wrong passwords.

In:   an officer, a moment.    Out:  rows of allauth and axes, the newest first.
Cost: one query each; sessions are looked up one by one.
"""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from axes.models import AccessFailureLog, AccessLog

from huiying.base.accounts.core.models import Officer

MOST_SHOWN = 20


def sessions_of(officer: Officer) -> list[UserSession]:
    """Return the sessions that run, the newest first; what ended is forgotten by this."""
    rows = UserSession.objects.purge_and_list(officer)
    return sorted(rows, key=lambda row: row.created_at, reverse=True)


def sign_ins_of(officer: Officer, limit: int = MOST_SHOWN) -> list[AccessLog]:
    """Return the newest sign-ins of half a year."""
    rows = AccessLog.objects.filter(username=officer.username)
    return list(rows.order_by("-attempt_time", "-pk")[:limit])


def failures_of(
    officer: Officer, since: datetime | None = None, limit: int = MOST_SHOWN
) -> list[AccessFailureLog]:
    """Return the newest tries with a wrong password of half a year, or since a moment."""
    rows = AccessFailureLog.objects.filter(username=officer.username)
    if since is not None:
        rows = rows.filter(attempt_time__gt=since)
    return list(rows.order_by("-attempt_time", "-pk")[:limit])
