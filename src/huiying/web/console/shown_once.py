"""A token just made, kept for who made it until he has seen it.

In:   a token; later the session of who made it.    Out:  the token; "" when it is not shown.
Cost: a seal, and one write of the session.

Whoever sends a form twice is led where its first sending led (ADR 0027): so a token stands on a
page of its own. The session keeps it under the installation's secret, until the page was seen
and half a minute more; whoever reads the database reads no token.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime, timedelta

from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed, seal
from huiying.jobs import clock
from huiying.web.requests import OfficerRequest

MADE = "made_token"
WAITS = timedelta(minutes=10)  # for who made it to come and look
AGAIN = timedelta(seconds=30)  # after that: a page that came and was left at once is no look


def keep_for_a_look(request: OfficerRequest, whose: str, token: str) -> None:
    """Keep a token that was made; an earlier one that nobody saw gives way.

    Args:
        whose: What it opens, by a name that no other has.
    """
    sealed = seal(request.user.bureau_id, token.encode())
    request.session[MADE] = {
        "whose": whose,
        "until": (clock.real_now() + WAITS).isoformat(),
        "sealed": [b64encode(part).decode() for part in (sealed.key, sealed.body)],
    }
    # Here: a browser that clicks twice leaves, and nothing around the view comes to its end.
    request.session.save()


def look(request: OfficerRequest, whose: str) -> str:
    """Return the token, if this session made it and may still see it."""
    made, now = request.session.get(MADE), clock.real_now()
    if made is None or made["whose"] != whose:
        return ""
    until = min(datetime.fromisoformat(made["until"]), now + AGAIN)
    if now >= until:
        del request.session[MADE]
        return ""
    request.session[MADE] = {**made, "until": until.isoformat()}
    try:
        sealed = Sealed(*(b64decode(part) for part in made["sealed"]))
        return open_sealed(request.user.bureau_id, sealed).decode()
    except CannotOpen:
        return ""
