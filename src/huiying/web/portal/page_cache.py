"""Cached copies of public pages, served before anything else of a request is read.

In:   requests of readers who are not signed in.    Out:  a page as it was made, or a new one.
Cost: one small query where there is a copy; at most ``MOST_BYTES`` in each serving process.

A copy carries the stamp of what was public when it was made. It is compared at every request
with the stamp of now, so no copy outlives a release, a correction or a sealing (ADR 0023).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from threading import Lock
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.web.shared.request_trace import trace_bureau
from huiying.work.responses.releases.public import PublicState, public_bureaus, public_state

MOST_BYTES = 32 * 1024 * 1024
LARGEST_PAGE = 512 * 1024
OK, NOT_MODIFIED = 200, 304
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageStamp:
    """What a page was made of: a bureau's public state, and the hour."""

    bureau_id: int
    state: PublicState
    hour: str

    @classmethod
    def of(cls, bureau_id: int, now: datetime | None = None) -> PageStamp:
        """Return the stamp of now."""
        hour = timezone.localtime(now or clock.now())
        return cls(bureau_id, public_state(bureau_id), f"{hour:%Y-%m-%d %H}")

    @property
    def shown_bureau(self) -> int:
        """The bureau that the page shows."""
        return self.bureau_id

    def is_current(self) -> bool:
        """Tell whether what was public is so still."""
        return self == PageStamp.of(self.bureau_id)


@dataclass(frozen=True, slots=True)
class FrontStamp:
    """What the front page was made of: the bureaus to choose from, or the only one's page."""

    bureaus: tuple[tuple[int, str, str], ...]  # key, slug and name
    home: PageStamp | None  # None where several are to choose from

    @classmethod
    def of(cls, bureaus: Sequence[Bureau], home: PageStamp | None = None) -> FrontStamp:
        """Return the stamp of a page that shows these bureaus."""
        return cls(tuple((row.pk, row.slug, row.name) for row in bureaus), home)

    @property
    def shown_bureau(self) -> int:
        """The bureau that the page shows; 0 where several are to choose from."""
        return self.home.bureau_id if self.home else 0

    def is_current(self) -> bool:
        """Tell whether the same bureaus are public, and the only one shows the same."""
        same = self == FrontStamp.of(public_bureaus(), self.home)
        return same and (self.home is None or self.home.is_current())


Stamp = PageStamp | FrontStamp


@dataclass(frozen=True, slots=True)
class CachedPage:
    """One page as it was made, with all its headers."""

    stamp: Stamp
    body: bytes
    headers: tuple[tuple[str, str], ...]

    def response(self, etag: str) -> HttpResponse:
        """Return the page; only that nothing changed, to who holds this very copy."""
        headers = dict(self.headers)
        if etag and etag == headers.get("ETag"):
            headers.pop("Content-Length", None)
            return HttpResponse(status=NOT_MODIFIED, headers=headers)
        return HttpResponse(self.body, headers=headers)


class PageCache:
    """The copies of one process; threads share it. Those asked for longest ago go first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held = 0
        self._copies: OrderedDict[Key, CachedPage] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> CachedPage | None:
        """Return the copy under a key; its stamp is for the caller to compare."""
        with self._lock:
            copy = self._copies.get(key)
            if copy is not None:
                self._copies.move_to_end(key)
        return copy

    def keep(self, key: Key, stamp: Stamp, response: HttpResponse) -> None:
        """Keep a page that every reader may be shown; a very large one is made each time."""
        body = response.content
        if response.status_code != OK or response.cookies or len(body) > LARGEST_PAGE:
            return
        copy = CachedPage(stamp, body, tuple(response.headers.items()))
        with self._lock:
            old = self._copies.pop(key, None)
            self._held += len(body) - (len(old.body) if old else 0)
            self._copies[key] = copy
            while self._held > self._most:
                _key, gone = self._copies.popitem(last=False)
                self._held -= len(gone.body)

    def clear(self) -> None:
        """Forget everything, as a new process would."""
        with self._lock:
            self._copies.clear()
            self._held = 0


PAGE_CACHE = PageCache()


class CachedPagesHandler:
    """The ASGI door: answer from the shelf before Django's own handling of a request begins.

    That handling costs several times what the answer does. The middleware below makes the
    copies, and answers where a server speaks WSGI.
    """

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a reader from a copy that is still good, or pass the request on."""
        copy, seen = _cached_page_for(scope)
        if copy is None or not await sync_to_async(_holds, thread_sensitive=False)(copy):
            await self.app(scope, receive, send)
            return
        trace_bureau(copy.stamp.shown_bureau)
        response = copy.response(seen)
        headers = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in response.items()
        ]
        start = {"type": "http.response.start", "status": response.status_code}
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": response.content})


def _cached_page_for(scope: Any) -> tuple[CachedPage | None, str]:
    """Return the copy under the key of a request, and the one that the reader holds."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None, ""
    request = ASGIRequest(scope, BytesIO())
    key = cache_key(request)
    copy = PAGE_CACHE.get(key) if key is not None else None
    return copy, request.headers.get("If-None-Match", "")


def _holds(copy: CachedPage) -> bool:
    """Tell whether a copy is of now; in a thread of the pool, with a connection of its own.

    The connection stays open: to open one takes longer than the answer. When it broke, Django
    handles the request, and the next one here begins with a new connection.
    """
    try:
        return copy.stamp.is_current()
    except DatabaseError:
        connection.close()
        return False


class CachedPages:
    """Middleware: answer from the shelf, before sessions, languages and views are looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a reader from a copy that is still good, or make the page and keep it."""
        key = cache_key(request)
        if key is None:
            return self.get_response(request)
        copy = PAGE_CACHE.get(key)
        if copy is not None and copy.stamp.is_current():
            return copy.response(request.headers.get("If-None-Match", ""))
        response = self.get_response(request)
        stamp = getattr(response, "stamp", None)
        if isinstance(stamp, Stamp):
            PAGE_CACHE.keep(key, stamp, response)
        return response


def cache_key(request: HttpRequest) -> Key | None:
    """Return all that a public page of this reader depends on; None = no copy may be shown.

    Who is signed in has a language of his own, so he is never shown a copy.
    """
    if request.method != "GET":
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    meta, cookies = request.META, request.COOKIES
    return (
        request.path,
        meta.get("QUERY_STRING", ""),
        meta.get("HTTP_HOST", ""),
        meta.get("HTTP_X_FORWARDED_PROTO", ""),
        meta.get("HTTP_ACCEPT_LANGUAGE", ""),
        cookies.get(settings.LANGUAGE_COOKIE_NAME, ""),
        cookies.get("theme", ""),
    )
