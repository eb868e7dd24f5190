"""Answer so many requests at once in one process, in threads that stay; further ones wait.

In:   requests whose bodies have been read.    Out:  their answers.
Cost: one step to a waiting thread and back.

Django begins a thread for each request and goes back to the event loop between middleware and
view. Each new thread opens a connection of its own, with empty caches: a burst trebled the
memory of a process, and no request of it was answered sooner. Here a request is handled as a
WSGI server would, in one of a few threads that keep their connection. Who sends slowly holds
no thread, since the body is read before; who leaves before he has a thread gives his place up;
who reads slowly is sent to by the event loop. What watches the server never waits behind the
others. Of four threads or more a part is for the public alone: a crowd of readers does not keep
officers from their work, and no reader waits behind pages that take a hundred times as long.
Of the threads a few work at a time (``request_turns.py``): pages that are made at the same time
are all as late as the last one.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any, Final

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections, connections
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from huiying.config.request_turns import Turns

WATCHED: Final = frozenset({"/healthz", "/readyz", "/metrics"})
WATCHERS: Final = 3
PUBLIC: Final = "/b/"  # what every address of the portal begins with, but for the front page
READERS_OF: Final = 4  # one of so many threads answers the public


class BoundedHandler(ASGIHandler):
    """Django, with a bound on the requests that it works on. No middleware or view is async.

    Args:
        at_once: How many requests, at least 1.
        turns: How many of the public's requests, and of all others, are worked on at a time.
    """

    def __init__(self, at_once: int, turns: int = 1) -> None:
        super().__init__()
        self.load_middleware()  # once more, without steps between threads
        readers = at_once // READERS_OF
        self._threads = ThreadPoolExecutor(at_once - readers, "request")
        self._readers = ThreadPoolExecutor(readers, "reader") if readers else self._threads
        self._watchers = ThreadPoolExecutor(WATCHERS, "watcher")
        self._turns = {each: Turns(turns) for each in (self._threads, self._readers)}
        self._signals = ThreadPoolExecutor(1, "signals")  # begin and end of every request

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle a request; its signals are sent in a thread that all share."""
        if scope["type"] != "http":
            raise ValueError(f"Django handles HTTP alone, not {scope['type']}")
        async with ThreadSensitiveContext(executor=self._signals):
            await self.handle(scope, receive, send)

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request once there is a thread for it."""
        threads = self._threads_for(request.path)
        answer = sync_to_async(self._answer, thread_sensitive=False, executor=threads)
        response: HttpResponseBase = await answer(request, self._turns.get(threads))
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # as in Django
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        return response

    def _threads_for(self, path: str) -> ThreadPoolExecutor:
        if path in WATCHED:
            return self._watchers
        return self._readers if path == "/" or path.startswith(PUBLIC) else self._threads

    def _answer(self, request: HttpRequest, turns: Turns | None) -> Any:
        try:
            with turns.turn() if turns else nullcontext():  # what watches waits for nobody
                return self.get_response(request)
        finally:
            close_old_connections()  # those of this thread; the signal comes in another one

    async def send_response(self, response: Any, send: Any) -> None:
        """Send a response; what is made while it is sent has a thread of its own."""
        if not response.streaming:
            await super().send_response(response, send)
            return
        own = ThreadPoolExecutor(1, "stream")
        try:
            async with ThreadSensitiveContext(executor=own):
                await super().send_response(response, send)
                await sync_to_async(connections.close_all)()
        finally:
            own.shutdown(wait=False)
