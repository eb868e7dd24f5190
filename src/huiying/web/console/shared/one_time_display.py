"""Values shown once to whoever created them, stored in the session until then.

In:   a token or other facts; later the session of who made them.    Out:  whether they show.
Cost: one write of the session; a seal for a token.

Whoever sends a form twice is led where its first sending led (ADR 0027): so what is shown once
stands on a page of its own. The session keeps it until the page was seen and half a minute
more; a token under the installation's secret: whoever reads the database reads no token.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed, seal
from huiying.jobs import clock
from huiying.policy.core.hashing import hash_of_text
from huiying.web.console.shared.acts import ActText, redirect_refused, show_form
from huiying.web.shared.requests import OfficerRequest

SESSION_KEY = "made_token"
STORED_FOR = timedelta(minutes=10)  # for who made it to come and look
DISPLAYED_FOR = timedelta(
    seconds=30
)  # after that: a page that came and was left at once is no look


def store_for_display(request: OfficerRequest, name: str, made: dict[str, Any]) -> None:
    """Keep in the session what was made, to be shown once; an earlier one gives way."""
    until = clock.real_now() + STORED_FOR
    request.session[name] = {**made, "until": until.isoformat()}
    # Here: a browser that clicks twice leaves, and nothing around the view comes to its end.
    request.session.save()


def can_display(request: HttpRequest, name: str) -> bool:
    """Tell whether what was kept may still be seen."""
    made = request.session.get(name)
    return made is not None and clock.real_now() < datetime.fromisoformat(made["until"])


def start_display(request: HttpRequest, name: str) -> bool:
    """Tell whether it may be seen; from this look on only half a minute more."""
    if not can_display(request, name):
        return False
    made = request.session[name]
    until = min(datetime.fromisoformat(made["until"]), clock.real_now() + DISPLAYED_FOR)
    request.session[name] = {**made, "until": until.isoformat(), "seen": True}
    return True


def store_token(request: OfficerRequest, whose: str, token: str) -> None:
    """Keep a token that was made; an earlier one that nobody saw gives way.

    Args:
        whose: What it opens, by a name that no other has.
    """
    sealed = seal(request.user.bureau_id, token.encode())
    parts = [b64encode(part).decode() for part in (sealed.key, sealed.body)]
    store_for_display(request, SESSION_KEY, {"whose": whose, "sealed": parts})


def read_token(request: OfficerRequest, whose: str) -> str:
    """Return the token, if this session made it and may still see it."""
    made = request.session.get(SESSION_KEY)
    if made is None or made["whose"] != whose:
        return ""
    if not start_display(request, SESSION_KEY):
        del request.session[SESSION_KEY]
        return ""
    try:
        sealed = Sealed(*(b64decode(part) for part in made["sealed"]))
        return open_sealed(request.user.bureau_id, sealed).decode()
    except CannotOpen:
        return ""


def read_token_of_digest(request: OfficerRequest, whose: str, digest: str) -> str:
    """Return the token as ``read_token``, unless another digest is stored by now."""
    token = read_token(request, whose)
    return token if hash_of_text(token) == digest else ""


def issue_token(
    request: OfficerRequest,
    text: ActText,
    make: Callable[[], str],
    whose: str,
    display_url: str,
) -> HttpResponse:
    """Ask first; then make a token and lead to the page that shows it once.

    Args:
        text: What is asked; its ``back`` is also where a refusal leads.
        make: Makes the token; raises ``Refused`` when it cannot.
        whose: As of ``store_token``.
    """
    if request.method != "POST":
        return show_form(request, None, text, 0)
    try:
        token = make()
    except Refused as error:
        return redirect_refused(request, error, text.back)
    store_token(request, whose, token)
    return redirect(display_url)
