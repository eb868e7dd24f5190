"""Read an officer's own sign-ins: sessions that run, when and from where, wrong passwords.

In:   an officer, a moment.    Out:  rows of allauth and axes, the newest first; of everybody,
      what is old enough to go.
Cost: one query each; sessions are looked up one by one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.models import CacheEntry

MOST_SHOWN = 20
RETENTION = timedelta(days=184)
LOCKS = timedelta(days=1)  # longer than any lock


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


def ended_sessions(now: datetime) -> QuerySet[Session]:
    """Return the sessions that have run out."""
    return Session.objects.filter(expire_date__lt=now)


def old_sign_ins(now: datetime) -> QuerySet[AccessLog]:
    """Return the sign-ins of more than half a year ago."""
    found: QuerySet[AccessLog] = AccessLog.objects.filter(attempt_time__lt=now - RETENTION)
    return found


def old_failures(now: datetime) -> QuerySet[AccessFailureLog]:
    """Return the wrong passwords of more than half a year ago."""
    found: QuerySet[AccessFailureLog] = AccessFailureLog.objects.filter(
        attempt_time__lt=now - RETENTION
    )
    return found


def old_locks(now: datetime) -> QuerySet[AccessAttempt]:
    """Return what locked an account and does no longer."""
    found: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(attempt_time__lt=now - LOCKS)
    return found


def expired_counters(now: datetime) -> QuerySet[CacheEntry]:
    """Return the shared counters and used codes that count no longer."""
    return CacheEntry.objects.filter(expires__lt=now)
