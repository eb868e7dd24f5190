"""Refuse a body before it is stored: too large, too slow, of nobody, or one of too many.

In:   an ASGI request.
Out:  the request, whose body is counted while it is read; or a page 413, 408, 403 or 503.
Cost: an addition a part of the body.

Django writes a whole body to disk before any of our code runs, so ten senders who never end
would fill it. What is refused is answered at once, and read and thrown away up to a bound: a
browser reads no answer before it has sent everything.
"""

from __future__ import annotations

import asyncio
import re
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
from huiying.web.errors.body_slots import BodySlots
from huiying.web.errors.live_session import has_live_session
from huiying.web.errors.plain_page import plain_page
from huiying.web.shared.client_address import network_of
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
PUBLIC_BYTES: Final = 101 * MEGABYTE
"""Of anybody who sends something in: five files of 20 MB and the text."""
LINKS: Final = ("/r/", "/v/", "/s/", "/k/", "/u/")
PUBLIC: Final = re.compile(r"/b/[-\w]+/(?:submit|status/supplement)/")
IDLE_SECONDS: Final = 30.0
TOTAL_SECONDS: Final = 600.0
GRACE_SECONDS: Final = 20.0
"""After these a body must keep its pace: at least that of a slow telephone line, and half of
that with which it would be there in time."""
LEAST_PACE: Final = 16 * 1024  # bytes a second
THROWN_AWAY: Final = 2
"""So many times its limit of a refused body are read before the connection is closed."""
BUSY_SECONDS: Final = 10.0
"""So long a body without a place is thrown away; its sender may come again after that."""

TOO_LARGE, TOO_SLOW, SIGNED_OUT, BUSY = 413, 408, 403, 503
PAGES: Final = {SIGNED_OUT: "errors/signed_out.html", BUSY: "errors/busy.html"}
FORMS = BodySlots(total=256, per_sender=32, most_bytes=256 * FORM_BYTES)
FILES = {
    "/desk/": BodySlots(total=16, per_sender=4, most_bytes=1024 * MEGABYTE),
    "/api/": BodySlots(total=16, per_sender=8, most_bytes=256 * MEGABYTE),
}
FILES_BY_LINK = BodySlots(total=8, per_sender=4, most_bytes=512 * MEGABYTE)
FILES_OF_THE_PUBLIC = BodySlots(total=16, per_sender=2, most_bytes=512 * MEGABYTE)
"""What is larger than a form has places of its own for officers, machines, links and the
public: nobody who comes by one way takes those of another."""


def body_limit(path: str) -> int:
    """Return how many bytes a body may have at an address."""
    if path.startswith("/api/"):
        return int(settings.PUSH_LIMIT_BYTES)
    if path.startswith(LINKS):
        return LINK_BYTES
    if PUBLIC.fullmatch(path):
        return PUBLIC_BYTES
    return int(settings.UPLOAD_LIMIT_BYTES) if path.startswith("/desk/") else FORM_BYTES


def body_slots(path: str, size: int) -> BodySlots:
    """Return the places of a body of so many bytes at an address."""
    if size <= FORM_BYTES:
        return FORMS
    if PUBLIC.fullmatch(path):
        return FILES_OF_THE_PUBLIC
    ways = (slots for prefix, slots in FILES.items() if path.startswith(prefix))
    return next(ways, FILES_BY_LINK)


class Body:
    """The body of one request, counted and timed while it is read."""

    def __init__(self, receive: Receive, scope: Scope, limit: int) -> None:
        self._receive = receive
        self._path = scope["path"]
        self.limit = limit
        self._begun = time.monotonic()
        self._headers = dict(scope["headers"])
        self._size = _size(scope, limit)
        self._pace = max(LEAST_PACE, _declared(self._headers) / TOTAL_SECONDS / 2)
        self._sender = network_of((scope.get("client") or ("",))[0])
        self._place: BodySlots | None = None
        self.read = 0  # bytes
        self.ended = False
        self.refused = 0  # the status to answer; 0 = it is taken

    async def begin(self) -> None:
        """Take a place for it; refuse it by what it declares, or if there is no place."""
        if self._size > self.limit:
            self.refused = TOO_LARGE
        elif not await self._may_send():
            self._refuse_file()
        if self._size and not self.refused:
            slots = body_slots(self._path, self._size)
            if slots.take(self._sender, self._size):
                self._place = slots
            else:
                self.refused = BUSY

    async def _may_send(self) -> bool:
        """Tell whether a file comes from somebody who is signed in, where only he may."""
        if self._size <= FORM_BYTES or not self._path.startswith("/desk/"):
            return True
        return await has_live_session(self._headers.get(b"cookie", b"").decode("latin-1"))

    def _refuse_file(self) -> None:
        """Refuse a file of nobody; what does not say how much it is may still be a form."""
        if b"content-length" in self._headers:
            self.refused = SIGNED_OUT
        else:
            self.limit = self._size = FORM_BYTES

    def finish(self) -> None:
        """Give its place to the next one."""
        if self._place is not None:
            self._place.give_back(self._sender, self._size)
            self._place = None

    async def __call__(self) -> MutableMapping[str, Any]:
        """Return the next part; of a body that is refused, that its sender is gone.

        So Django throws away what it has stored, and ends.
        """
        if self.ended:  # what follows is the end of the connection, whenever that is
            return await self._receive()
        message = await self._part()
        if self.ended or self.refused:
            self.finish()
        return {"type": "http.disconnect"} if self.refused else message

    async def throw_away(self) -> None:
        """Read on without keeping anything, up to a bound and in time."""
        if b"expect" in self._headers:  # it waits for our word before it sends
            return
        while not self.ended and self.read <= THROWN_AWAY * self.limit:
            if not await self._part():
                return

    async def _part(self) -> MutableMapping[str, Any]:
        """Return the next part; empty if it did not come in time."""
        try:
            message = await asyncio.wait_for(self._receive(), self._patience())
        except TimeoutError:
            self.refused = self.refused or TOO_SLOW
            return {}
        self.read += len(message.get("body", b""))
        self.ended = not message.get("more_body", False)
        if self.read > self.limit:
            self.refused = self.refused or TOO_LARGE
        return message

    def _patience(self) -> float:
        """Return the seconds to wait for the next part."""
        gone = time.monotonic() - self._begun
        if self.refused == BUSY:
            return BUSY_SECONDS - gone
        pace = GRACE_SECONDS + self.read / self._pace
        return min(IDLE_SECONDS, TOTAL_SECONDS - gone, pace - gone)


class BodyLimits:
    """The ASGI layer that counts bodies."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on whose body fits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = body_limit(scope["path"])
        body = Body(receive, scope, limit)
        await body.begin()
        try:
            if not body.refused:
                await self.app(scope, body, send)
        finally:
            body.finish()
        if body.refused:
            await _answer(scope, body, send)


def _size(scope: Scope, limit: int) -> int:
    """Return how many bytes a body may come to; 0: there is none."""
    headers = dict(scope["headers"])
    if b"content-length" in headers:
        return _declared(headers)
    return 0 if scope["method"] in ("GET", "HEAD") else limit


def _declared(headers: dict[bytes, bytes]) -> int:
    length = headers.get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


async def _answer(scope: Scope, body: Body, send: Send) -> None:
    status = body.refused
    page = _page(scope, status, body.limit)
    if status == BUSY:
        page["Retry-After"] = str(round(BUSY_SECONDS))
    page["Content-Length"] = str(len(page.content))
    headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in page.items()
    ]
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": page.content, "more_body": True})
    if status != TOO_SLOW:
        await body.throw_away()
    await send({"type": "http.response.body", "body": b""})


def _page(scope: Scope, status: int, limit: int) -> HttpResponse:
    request = ASGIRequest(scope, BytesIO())
    with override(get_language_from_request(request)):
        if is_for_machine(request):
            return _api_answer(status, limit)
        return plain_page(
            request,
            PAGES.get(status, f"errors/{status}.html"),
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
        words = _("请求超过 %(limit)s MB，未接收。请分次推送。") % {"limit": limit // MEGABYTE}
    elif status == BUSY:
        code, words = "busy", _("同时接收的请求过多，本次未接收。请在 Retry-After 秒后重发。")
    else:
        code, words = "too_slow", _("发送过慢，未接收。请重发，同一幂等键不会重复。")
    return api_answer(code, words, status=status)
