"""End sessions of an officer: one he does not know, all others, the oldest beyond the limit.

In:   an officer, sessions.    Out:  how many ended; whoever held one is signed out.
Cost: two deletes a session and an audit record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.queries import sessions_of
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor

MOST_SESSIONS = 5  # of an officer at the same time


def end_session(*, officer: Officer, pk: int, now: datetime) -> int:
    """End one session of one's own; returns 0 if it had ended already."""
    rows = [row for row in sessions_of(officer) if row.pk == pk]
    return _end(officer, rows, officer.audit_actor(), now)


def end_other_sessions(*, officer: Officer, keep: str, now: datetime) -> int:
    """End every session of one's own but the one with this key; returns how many."""
    rows = [row for row in sessions_of(officer) if row.session_key != keep]
    return _end(officer, rows, officer.audit_actor(), now)


def end_oldest_sessions(*, officer: Officer, now: datetime) -> int:
    """End what is beyond the limit when somebody signs in; returns how many."""
    return _end(officer, sessions_of(officer)[MOST_SESSIONS:], None, now)


@transaction.atomic
def _end(
    officer: Officer, rows: Sequence[UserSession], actor: Actor | None, now: datetime
) -> int:
    for row in rows:
        row.end()
    if rows:
        record(officer, "officer.sessions_ended", actor, now, sessions=len(rows))
    return len(rows)
