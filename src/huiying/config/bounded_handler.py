"""Answer so many requests at once in one process; further ones wait their turn.

In:   requests whose bodies have been read.    Out:  their answers.
Cost: one semaphore a request.

Django begins a thread for each request, and each thread opens a connection of its own with a
cache of up to 64 MB (SQLite): a burst trebled the memory of a process, and no request of it
was answered sooner. Who sends slowly holds no place, since the body is read before; who leaves
gives his place in the queue up. What watches the server never waits.
"""

from __future__ import annotations

import asyncio
from typing import Final

from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

WATCHED: Final = frozenset({"/healthz", "/readyz", "/metrics"})


class BoundedHandler(ASGIHandler):
    """Django, with a bound on the requests that it works on.

    Args:
        at_once: How many requests, at least 1.
    """

    def __init__(self, at_once: int) -> None:
        super().__init__()
        self._places = asyncio.Semaphore(at_once)

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request once there is a place for it."""
        if request.path in WATCHED:
            return await super().run_get_response(request)
        async with self._places:
            return await super().run_get_response(request)
