"""Delete old sign-in data: ended sessions, and addresses of sign-ins after half a year.

In:   the moment.    Out:  how many rows are gone.
Cost: four DELETEs.

A session that its officer ends is deleted at once; of those that only run out, with the browser
or after twelve hours, nothing would ever go. From which address somebody signed in is kept for
the six months that the law asks of network logs (网络安全法 art. 23 as of
2026, art. 21 before), and no longer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session

RETENTION = timedelta(days=184)


def delete_old_sign_ins(now: datetime) -> int:
    """Forget sessions that have run out and sign-ins older than half a year."""
    ended, _rows = Session.objects.filter(expire_date__lt=now).delete()
    before = now - RETENTION
    old, _rows = AccessLog.objects.filter(attempt_time__lt=before).delete()
    failed, _rows = AccessFailureLog.objects.filter(attempt_time__lt=before).delete()
    running = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=running).delete()
    return int(ended + old + failed)
