"""Read and cache a site's robots.txt before any other request.

In:   a target and a function that fetches the robots.txt of its origin.
Out:  allowed, forbidden or unavailable; and the distance the site asks for.
Cost: one request an hour and origin.

As RFC 9309 has it: a robots.txt that does not exist (4xx) allows, one that cannot be had
(5xx, time-out, 429) forbids this time; the most exact rule counts, with ``*`` and ``$``, which
Python's own reader does not know.
"""

import posixpath
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from protego import Protego

from huiying.work.collection.core.charset import decode
from huiying.work.collection.fetch.addresses import Target
from huiying.work.collection.fetch.transport import Answer, TransportFailed

AGENT = "huiying"
MAX_ROBOTS_BYTES = 512 << 10
KEEP_SECONDS = 3_600.0
KEEP_FAILURE_SECONDS = 300.0
MAX_ORIGINS = 2_000
MAX_CRAWL_DELAY_SECONDS = 30.0
TOO_MANY_REQUESTS = 429


class Verdict(StrEnum):
    """What robots.txt says about one address."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class RobotsReply:
    """The verdict on one address."""

    verdict: Verdict
    delay_seconds: float = 0.0  # the distance the site asks for, 0 to 30
    reason: str = ""  # why the rules could not be had: a code of ``TransportFailed``


@dataclass(frozen=True, slots=True)
class _Entry:
    rules: Protego | None  # None = could not be had
    reason: str
    expires_at: float


class RobotsCache:
    """The rules of each origin, shared by all threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}

    def ask(self, target: Target, fetch_robots: Callable[[str], Answer]) -> RobotsReply:
        """Return the verdict on ``target``.

        Args:
            target: The address to be fetched.
            fetch_robots: Gets a robots.txt address and follows its redirects. What it raises
                other than ``TransportFailed`` passes through and is not remembered.
        """
        entry = self._fresh(target.origin)
        if entry is None:
            entry = self._learn(target.origin, fetch_robots)
        if entry.rules is None:
            return RobotsReply(Verdict.UNAVAILABLE, reason=entry.reason)
        if not all(entry.rules.can_fetch(url, AGENT) for url in _spellings(target)):
            return RobotsReply(Verdict.FORBIDDEN)
        delay = min(entry.rules.crawl_delay(AGENT) or 0.0, MAX_CRAWL_DELAY_SECONDS)
        return RobotsReply(Verdict.ALLOWED, delay)

    def _fresh(self, origin: str) -> _Entry | None:
        with self._lock:
            entry = self._entries.get(origin)
            return entry if entry and entry.expires_at > self._clock() else None

    def _learn(self, origin: str, fetch_robots: Callable[[str], Answer]) -> _Entry:
        try:
            rules = _rules(fetch_robots(f"{origin}/robots.txt"))
            reason = "" if rules is not None else "server_error"
        except TransportFailed as failed:
            rules, reason = None, failed.code
        keep = KEEP_FAILURE_SECONDS if rules is None else KEEP_SECONDS
        entry = _Entry(rules, reason, self._clock() + keep)
        with self._lock:
            if len(self._entries) >= MAX_ORIGINS:
                self._entries.clear()
            self._entries[origin] = entry
        return entry


def _spellings(target: Target) -> tuple[str, str]:
    """Return the address as it is, and with its path as most servers read it.

    ``//private``, ``/./private`` and ``/x/%2E%2E/private`` are all ``/private`` to them: no way
    of writing it leads around a rule. Other octets are compared as characters by the reader.
    """
    path, mark, query = target.path.partition("?")
    read = re.sub("/{2,}", "/", re.sub("%2e", ".", path, flags=re.IGNORECASE))
    plain = posixpath.normpath(read)
    if read.endswith(("/", "/.", "/..")) and plain != "/":
        plain += "/"
    return target.url, f"{target.origin}{plain}{mark}{query}"


def _rules(answer: Answer) -> Protego | None:
    if 200 <= answer.status_code < 300:  # noqa: PLR2004 - the classes of HTTP
        text, _charset = decode(answer.body, answer.headers.get("content-type", ""))
        return Protego.parse(text.lstrip("\ufeff"))
    if 400 <= answer.status_code < 500 and answer.status_code != TOO_MANY_REQUESTS:  # noqa: PLR2004
        return Protego.parse("")
    return None
