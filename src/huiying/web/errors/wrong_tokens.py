"""Slow down who tries tokens of signed links and invitations.

In:   a view whose address holds a token, and the status with which it answers a wrong one.
Out:  its answer; a page 429 once an address has tried too many that were never made.
Cost: nothing for a token that holds; else two queries, and nine until the limit is reached.

A token that holds is always let in: nobody guesses 256 bits, and nobody who tries others keeps
out who works behind the same address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from huiying.web.errors.plain_page import plain_page
from huiying.web.shared.client_address import client_network
from huiying.web.shared.throttles import Throttle

WRONG_TOKENS = Throttle("wrong-tokens", limit=30, seconds=300)
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def slow_down_guesses(view: View[P], *, wrong: int = HTTPStatus.NOT_FOUND) -> View[P]:
    """Return a view that counts the tokens that were never made."""

    @wraps(view)
    def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != wrong:
            return response
        wait = WRONG_TOKENS.count(client_network(request))
        return too_many_page(request, wait) if wait else response

    return counted


def too_many_page(request: HttpRequest, wait: int) -> HttpResponse:
    """Say that this address has tried too much, and when it may go on."""
    page = plain_page(
        request, "errors/429.html", status=HTTPStatus.TOO_MANY_REQUESTS, seconds=wait
    )
    page["Retry-After"] = str(wait)
    return page
