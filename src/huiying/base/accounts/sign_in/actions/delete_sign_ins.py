"""Delete old sign-in data: ended sessions, and addresses of sign-ins after half a year.

In:   the moment.    Out:  how many rows are gone.
Cost: six DELETEs.

A session that its officer ends is deleted at once; of those that only run out, with the browser
or after twelve hours, nothing would ever go. From which address somebody signed in is kept for
the six months that the law asks of network logs (网络安全法 art. 23 as of
2026, art. 21 before), and no longer. What locks an account for a quarter of an hour, and the
shared counters, are of no use the next day.
"""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from huiying.base.accounts.sign_in.queries import (
    ended_sessions,
    expired_counters,
    old_failures,
    old_locks,
    old_sign_ins,
)


def delete_old_sign_ins(now: datetime) -> int:
    """Forget sessions that have run out, sign-ins older than half a year, and old counters."""
    ended, _rows = ended_sessions(now).delete()
    old, _rows = old_sign_ins(now).delete()
    failed, _rows = old_failures(now).delete()
    old_locks(now).delete()
    expired_counters(now).delete()
    running = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=running).delete()
    return int(ended + old + failed)
