"""Refuse a body before it is stored: too large for its path, or sent too slowly.

In:   an ASGI request.
Out:  the request, whose body is counted while it is read; or a page 413 or 408.
Cost: an addition a part of the body.

Django writes a whole body to disk before any of our code runs, so ten senders who never end
would fill it. What is declared too large is read and thrown away, up to a bound: a browser
reads no answer before it has sent everything.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from huiying.web.errors.api_answer import api_answer, is_for_machine
from huiying.web.errors.plain_page import plain_page
from huiying.web.shared.requests import referring_page

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

MEGABYTE: Final = 1 << 20
FORM_BYTES: Final = MEGABYTE
"""Of whoever is not signed in: a form without files."""
LINK_BYTES: Final = 64 * MEGABYTE
"""Of who was sent a signed link, with the files of a reply."""
LINKS: Final = ("/r/", "/v/", "/s/", "/k/")
IDLE_SECONDS: Final = 30.0
TOTAL_SECONDS: Final = 600.0
THROWN_AWAY: Final = 2
"""So many times its limit of a refused body are read before the connection is closed."""

TOO_LARGE, TOO_SLOW = 413, 408


def body_limit(path: str, *, signed_in: bool) -> int:
    """Return how many bytes a body may have at an address.

    Args:
        signed_in: The request carries a session's cookie; whether it is a good one is asked
            later, and asks the database.
    """
    if path.startswith("/api/"):
        return int(settings.PUSH_LIMIT_BYTES)
    if path.startswith(LINKS):
        return LINK_BYTES
    if path.startswith("/desk/") and signed_in:
        return int(settings.UPLOAD_LIMIT_BYTES)
    return FORM_BYTES


class Body:
    """The body of one request, counted and timed while it is read."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._until = time.monotonic() + TOTAL_SECONDS
        self.read = 0  # bytes
        self.ended = False
        self.refused = 0  # the status to answer; 0 = it is taken

    async def __call__(self) -> MutableMapping[str, Any]:
        """Return the next part; of a body that is refused, that its sender is gone.

        So Django throws away what it has stored, and ends.
        """
        if self.ended:  # what follows is the end of the connection, whenever that is
            return await self._receive()
        message = await self._part()
        return {"type": "http.disconnect"} if self.refused else message

    def refuse(self) -> None:
        """Refuse it by what it declares."""
        self.refused = TOO_LARGE

    async def throw_away(self) -> None:
        """Read on without keeping anything, up to a bound and in time."""
        while not self.ended and self.read <= THROWN_AWAY * self._limit:
            if not await self._part():
                return

    async def _part(self) -> MutableMapping[str, Any]:
        """Return the next part; empty if it did not come in time."""
        patience = min(IDLE_SECONDS, self._until - time.monotonic())
        try:
            message = await asyncio.wait_for(self._receive(), patience)
        except TimeoutError:
            self.refused = self.refused or TOO_SLOW
            return {}
        self.read += len(message.get("body", b""))
        self.ended = not message.get("more_body", False)
        if self.read > self._limit:
            self.refused = TOO_LARGE
        return message


class BodyLimits:
    """The ASGI door that counts bodies."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on whose body fits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        cookie = f"{settings.SESSION_COOKIE_NAME}=".encode()
        limit = body_limit(scope["path"], signed_in=cookie in headers.get(b"cookie", b""))
        body = Body(receive, limit)
        if _declared(headers) > limit:
            body.refuse()
        else:
            await self.app(scope, body, send)
        if body.refused:
            await _answer(scope, body, send, body.refused, limit)


def _declared(headers: dict[bytes, bytes]) -> int:
    length = headers.get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


async def _answer(scope: Scope, body: Body, send: Send, status: int, limit: int) -> None:
    if status == TOO_LARGE:
        await body.throw_away()
    page = _page(scope, status, limit)
    headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in page.items()
    ]
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": page.content})


def _page(scope: Scope, status: int, limit: int) -> HttpResponse:
    request = ASGIRequest(scope, BytesIO())
    with override(get_language_from_request(request)):
        if is_for_machine(request):
            return _api_answer(status, limit)
        return plain_page(
            request,
            f"errors/{status}.html",
            status=status,
            megabytes=limit // MEGABYTE,
            back_url=_form_page(request),
        )


def _form_page(request: ASGIRequest) -> str:
    """Return the page that the form stands on; the first page if that is not known."""
    try:
        return referring_page(request, "/")
    except DisallowedHost:
        return "/"


def _api_answer(status: int, limit: int) -> HttpResponse:
    if status == TOO_LARGE:
        code = "too_large"
        words = _("请求超过 %(limit)s MB，没有收。请分成几次推送。") % {
            "limit": limit // MEGABYTE
        }
    else:
        code, words = "too_slow", _("发送太慢，没有收。请重发，同一个幂等键不会重复。")
    return api_answer(code, words, status=status)
