"""Close connections on which no request comes.

In:   the bytes of a connection.    Out:  the same, or its end after some seconds.
Cost: a timer a connection.

uvicorn ends a connection that is idle between two requests, and waits for ever for the first
one or for the rest of a header. How long a body may take: ``web/errors/body_limits.py``.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEADER_SECONDS = 20.0


class PromptProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]  # one of two classes
    """uvicorn's protocol; the header of a request is there in time, or never."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait_for_header()

    def data_received(self, data: bytes) -> None:
        """Wait on while no request is complete; no part of it prolongs the time."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._wait_for_header()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_header(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEADER_SECONDS, self._close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _close(self) -> None:
        self._deadline = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
