"""Number each request, measure it, and write one line about it.

In:   an ASGI request.
Out:  the same, answered with its number; a line in the log, and a count for monitoring.
Cost: some ten microseconds a request.

Neither the line nor the count holds an address or a query: what a person typed may stand there.
A view is called by its name in the table of addresses.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from huiying.web.shared.request_metrics import GONE, count_request
from huiying.web.shared.request_trace import HEADER, RequestTrace, current_trace, number_of

log = logging.getLogger("huiying.request")

Scope = MutableMapping[str, Any]
App = Callable[[Any, Any, Any], Awaitable[None]]
_HEADER = HEADER.lower().encode()
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_FAULT = 500
_PROBES = frozenset({"portal:healthz", "portal:readyz", "portal:metrics"})


@lru_cache(maxsize=1024)
def view_name(path: str) -> str:
    """Return what an address is called: the name of its view, never its numbers.

    >>> view_name("/b/yunchuan/answers/7/"), view_name("/wp-login.php")
    ('portal:answer', 'unknown')
    """
    if path.startswith(settings.STATIC_URL):
        return "static"
    try:
        return resolve(path).view_name
    except Resolver404:
        return "unknown"


class TracedRequests:
    """The outermost ASGI layer."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(_HEADER, b"").decode("latin-1")
        trace = RequestTrace(number_of(given))
        before, began = current_trace.set(trace), time.monotonic()
        status = GONE

        async def send_traced(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", ()), (_HEADER, trace.number.encode())]
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self.app(scope, receive, send_traced)
        except Exception:
            status = _FAULT
            raise
        finally:
            _record(scope, status, time.monotonic() - began)
            current_trace.reset(before)


def _record(scope: Scope, status: int, seconds: float) -> None:
    view = view_name(scope["path"])
    method = scope["method"] if scope["method"] in _METHODS else "OTHER"
    count_request(view, status, seconds)
    facts = {"method": method, "view": view, "status": status, "ms": round(seconds * 1000, 1)}
    level = logging.DEBUG if view in _PROBES else logging.INFO
    log.log(level, "%s %s %s", method, view, status, extra=facts)
