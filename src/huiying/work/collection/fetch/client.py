"""Fetch one address: robots.txt, politeness, size and time limits.

In:   an address, what we know of its last state, and the policy.
Out:  a ``FetchResult``: ok, not modified, failed or refused, with the reason.
Cost: at most 10 MB and 20 seconds on the network by default, plus the wait for our turn.

The collector says who it is, obeys robots.txt, keeps its distance, sends no cookie and
never logs in.  It is synchronous: call it from a worker thread.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal
from urllib.parse import urljoin

from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.problem import short_code
from huiying.work.collection.fetch.addresses import (
    AddressRefused,
    FetchPolicy,
    Target,
    parse_target,
)
from huiying.work.collection.fetch.failure_reasons import (
    ROBOTS_REASONS,
    status_reason,
    transport_reason,
)
from huiying.work.collection.fetch.host_limits import HostIsBusy, HostLimiter, retry_after_pause
from huiying.work.collection.fetch.robots import MAX_ROBOTS_BYTES, RobotsCache, Verdict
from huiying.work.collection.fetch.transport import (
    Answer,
    Budget,
    Cut,
    TransportFailed,
    request_once,
)

Status = Literal["ok", "not_modified", "failed", "refused"]

NOT_MODIFIED = 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_KIND_CHARS = 300
MAX_ETAG_CHARS = 300
MAX_DATE_CHARS = 100
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"
)

RETRY_AFTER_CODES = frozenset({429, 503})  # the answers that may say for how long


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What became of one fetch."""

    status: Status
    body: bytes = b""  # decompressed; filled only when status is "ok"
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    final_url: str = ""
    reason: Reason | None = None  # None when status is "ok" or "not_modified"
    seconds: float = 0.0  # on the network, without the wait for our turn
    pause: timedelta = timedelta(0)  # how long the site wants to be left alone
    cut: Cut = ""  # why the body is only the beginning; "" unless the start was wanted

    @property
    def error_code(self) -> str:
        """The code of the reason, "" without one."""
        return short_code(self.reason) if self.reason else ""

    @property
    def was_postponed(self) -> bool:
        """Nobody was asked: our own distance to the site left no room in this turn."""
        return self.error_code == "host_busy"

    @property
    def asks_for_time(self) -> bool:
        """The site wants fewer visits or later ones: that says nothing of the address."""
        return self.error_code in {"asked_to_slow_down", "asked_to_wait"}


class _Stopped(Exception):
    def __init__(self, status: Status, why: Reason) -> None:
        super().__init__(why.code)
        self.result = FetchResult(status, reason=why)


class Fetcher:
    """Fetches addresses; its memory of hosts and robots.txt is shared by all threads."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._gate = HostLimiter(clock=clock, sleep=sleep)
        self._robots = RobotsCache(clock=clock)

    def fetch(
        self,
        address: str,
        *,
        policy: FetchPolicy,
        etag: str = "",
        last_modified: str = "",
        keep_start: bool = False,
    ) -> FetchResult:
        """Fetch ``address``; never raises for anything the other side does.

        Args:
            address: An http or https address.
            policy: What is allowed and how much it may cost.
            etag: As the last result gave it, "" if none.
            last_modified: As the last result gave it, "" if none.
            keep_start: Return the beginning of a body that is too big or breaks off.
        """
        errand = _FetchRun(self._gate, self._robots, self._clock, policy, keep_start=keep_start)
        headers = {"Accept": ACCEPT}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        try:
            target, answer = errand.follow(address, headers)
            result = _from_answer(target, answer)
        except _Stopped as stopped:
            result = stopped.result
        if result.status == "not_modified" and not (etag or last_modified):
            # Nothing was said of what we have, so nothing can be as it was.
            result = FetchResult("failed", reason=reason("collection.fetch.bad_answer"))
        elif result.status == "not_modified":
            # A 304 need not repeat them; the next request still wants them.
            result = replace(
                result,
                etag=result.etag or etag,
                last_modified=result.last_modified or last_modified,
            )
        return replace(result, seconds=errand.seconds)


class _FetchRun:
    """One fetch with its redirects, its robots.txt and one purse of seconds for all."""

    def __init__(
        self,
        gate: HostLimiter,
        robots: RobotsCache,
        clock: Callable[[], float],
        policy: FetchPolicy,
        *,
        keep_start: bool,
    ) -> None:
        self._gate = gate
        self._robots = robots
        self._clock = clock
        self._policy = policy
        self._keep_start = keep_start
        self.seconds = 0.0

    def follow(self, address: str, headers: Mapping[str, str]) -> tuple[Target, Answer]:
        """Return the last target and its answer, every hop checked like the first."""
        policy = self._policy
        try:
            for _hop in range(policy.max_redirects + 1):
                target = parse_target(address, policy)
                delay = self._ask_robots(target)
                answer = self._request(
                    target, headers, delay=delay, keep_start=self._keep_start
                )
                location = answer.headers.get("location", "")
                if answer.status_code not in REDIRECTS or not location:
                    return target, answer
                address = urljoin(target.url, location.strip())
        except AddressRefused as refused:
            status: Status = "failed" if refused.code == "unknown_host" else "refused"
            raise _Stopped(status, refused.reason) from refused
        except TransportFailed as failed:
            raise _Stopped("failed", transport_reason(failed.code, policy)) from failed
        except HostIsBusy as busy:
            raise _Stopped("failed", reason("collection.fetch.host_busy")) from busy
        except ValueError as error:
            raise _Stopped("failed", reason("collection.fetch.bad_answer")) from error
        limit = policy.max_redirects
        raise _Stopped("failed", reason("collection.fetch.too_many_redirects", limit=limit))

    def _ask_robots(self, target: Target) -> float:
        reply = self._robots.ask(target, self._fetch_robots)
        if reply.verdict is Verdict.FORBIDDEN:
            raise _Stopped("refused", reason("collection.fetch.robots_forbidden"))
        if reply.verdict is Verdict.UNAVAILABLE:
            why = ROBOTS_REASONS.get(reply.reason, ROBOTS_REASONS["server_error"])
            raise _Stopped("refused", reason("collection.fetch.robots_unavailable", reason=why))
        return reply.delay_seconds

    def _fetch_robots(self, address: str) -> Answer:
        for hop in range(self._policy.max_redirects + 1):
            try:
                target = parse_target(address, self._policy)
                answer = self._request(target, {}, max_bytes=MAX_ROBOTS_BYTES, keep_start=True)
            except AddressRefused as refused:
                if hop == 0:
                    raise  # the page itself lives at a closed address
                raise TransportFailed("unreachable") from refused
            location = answer.headers.get("location", "")
            if answer.status_code not in REDIRECTS or not location:
                if answer.cut == "incomplete":
                    raise TransportFailed("bad_answer")  # a rule may be missing
                return answer
            address = urljoin(target.url, location.strip())
        raise TransportFailed("bad_answer")

    def _request(
        self,
        target: Target,
        headers: Mapping[str, str],
        *,
        delay: float = 0.0,
        max_bytes: int | None = None,
        keep_start: bool = False,
    ) -> Answer:
        policy = self._policy
        self._gate.wait(target.place, max(policy.min_interval_seconds, delay))
        left = policy.max_seconds - self.seconds
        if left <= 0:
            raise TransportFailed("timeout")
        budget = Budget(max_bytes or policy.max_bytes, left, keep_start)
        started = self._clock()
        try:
            sent = {**headers, "User-Agent": policy.user_agent}
            return request_once(target, sent, policy=policy, budget=budget)
        finally:
            self.seconds += self._clock() - started


def _from_answer(target: Target, answer: Answer) -> FetchResult:
    number = answer.status_code
    is_ok = 200 <= number < 300  # noqa: PLR2004 - the class of HTTP successes
    if number in RETRY_AFTER_CODES and (pause := retry_after_pause(answer.headers)):
        return _retry_after(pause, number)
    if not is_ok and number != NOT_MODIFIED:
        raise _Stopped("failed", status_reason(number))
    status: Status = "ok" if is_ok else "not_modified"
    headers = answer.headers
    return FetchResult(
        status,
        body=answer.body if is_ok else b"",
        content_type=headers.get("content-type", "")[:MAX_KIND_CHARS],
        etag=_validator(headers.get("etag", ""), MAX_ETAG_CHARS),
        last_modified=_validator(headers.get("last-modified", ""), MAX_DATE_CHARS),
        final_url=target.url,
        cut=answer.cut if is_ok else "",
    )


def _retry_after(pause: timedelta, number: int) -> FetchResult:
    minutes = -(-pause // timedelta(minutes=1))
    why = reason("collection.fetch.asked_to_wait", minutes=minutes, number=number)
    return FetchResult("failed", reason=why, pause=pause)


def _validator(validator: str, limit: int) -> str:
    """Return a validator, or "" if it is too long: half of one would never match."""
    return validator if len(validator) <= limit else ""


_shared = Fetcher()


def fetch(
    address: str,
    *,
    policy: FetchPolicy,
    etag: str = "",
    last_modified: str = "",
    keep_start: bool = False,
) -> FetchResult:
    """Fetch ``address`` with the process's own memory of hosts; see ``Fetcher.fetch``."""
    return _shared.fetch(
        address,
        policy=policy,
        etag=etag,
        last_modified=last_modified,
        keep_start=keep_start,
    )
