"""Whether a request comes from somebody who is signed in, asked before its body is read.

In:   the cookies of a request.    Out:  yes or no.
Cost: one query; asked only for bodies that are larger than a form.

A cookie of that name can be made up by everybody, and opens the way to a body of 200 MB.
"""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, close_old_connections
from django.http import parse_cookie


async def has_live_session(cookies: str) -> bool:
    """Tell whether cookies hold the session of somebody; yes, if the database is away.

    Then the page behind says so.
    """
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    return bool(key) and await sync_to_async(_is_somebodys)(key)


def _is_somebodys(key: str) -> bool:
    try:
        return SESSION_KEY in SessionStore(session_key=key)
    except DatabaseError:
        return True
    finally:
        close_old_connections()
