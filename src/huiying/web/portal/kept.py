"""Copies of public pages in memory, each good for one state of what is public.

In:   a page under its ETag.    Out:  the same page, as long as the ETag is asked for.
Cost: at most ``MOST_BYTES`` in each serving process; the copies asked for longest ago go first.

The ETag holds the bureau's edition, so a copy never outlives a release, a correction or a
sealing: the next request asks under another ETag.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.http import HttpResponse

MOST_BYTES = 32 * 1024 * 1024
LARGEST = 512 * 1024


@dataclass(frozen=True, slots=True)
class Copy:
    """One page as it was made."""

    body: bytes
    kind: str

    def response(self) -> HttpResponse:
        """Return the page as a new response."""
        return HttpResponse(self.body, content_type=self.kind)


class Shelf:
    """The copies of one process; threads share it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held = 0
        self._copies: OrderedDict[str, Copy] = OrderedDict()
        self._lock = Lock()

    def get(self, etag: str) -> HttpResponse | None:
        """Return a copy, if there is one of this ETag."""
        with self._lock:
            copy = self._copies.get(etag)
            if copy is None:
                return None
            self._copies.move_to_end(etag)
        return copy.response()

    def keep(self, etag: str, response: HttpResponse) -> None:
        """Keep a page that everybody may be shown; a very large one is made again each time."""
        size = len(response.content)
        if response.status_code != 200 or response.cookies or size > LARGEST:  # noqa: PLR2004
            return
        with self._lock:
            if etag not in self._copies:
                self._copies[etag] = Copy(response.content, response.headers["Content-Type"])
                self._held += size
            while self._held > self._most:
                _oldest, gone = self._copies.popitem(last=False)
                self._held -= len(gone.body)

    def clear(self) -> None:
        """Forget everything, as a new process would."""
        with self._lock:
            self._copies.clear()
            self._held = 0


SHELF = Shelf()
