"""Keep the interval between requests to a host, and obey Retry-After.

In:   a host and the least interval in seconds.   Out:  the caller has waited long enough.
Cost: one lock; memory one number per host seen in the last hour.
"""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime

MAX_WAIT_SECONDS = 30.0
FORGET_SECONDS = 3_600.0
FORGET_ABOVE_HOSTS = 1_000
MAX_RETRY_AFTER = timedelta(days=1)  # a slip of the site must not silence a source for a year
MAX_RETRY_AFTER_DIGITS = 9


class HostIsBusy(Exception):
    """Too many requests to one host are waiting already; try again later."""


class HostLimiter:
    """Hand out moments at which a host may be asked, shared by all threads."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}

    def wait(self, host: str, interval_seconds: float) -> float:
        """Wait for the host's turn and return the seconds waited.

        Raises:
            HostIsBusy: If the turn would be more than 30 seconds away.
        """
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(host, now))
            if turn - now > MAX_WAIT_SECONDS:
                raise HostIsBusy(host)
            self._free_at[host] = turn + interval_seconds
            self._forget(now)
        if turn > now:
            # Outside the lock: one slow host must not hold up the others.
            self._sleep(turn - now)
        return turn - now

    def _forget(self, now: float) -> None:
        if len(self._free_at) > FORGET_ABOVE_HOSTS:
            recent = {h: at for h, at in self._free_at.items() if at > now - FORGET_SECONDS}
            self._free_at = recent


def retry_after_pause(headers: Mapping[str, str]) -> timedelta:
    """Return how long a site wants to be left alone (Retry-After, RFC 9110 section 10.2.3).

    A date counts from the site's own clock, which its answer tells; nothing, or what cannot be
    read, is no wish. More than a day is taken as a day.

    >>> retry_after_pause({"retry-after": "120"}), retry_after_pause({"retry-after": "soon"})
    (datetime.timedelta(seconds=120), datetime.timedelta(0))
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        seconds = (
            int(value)
            if len(value) <= MAX_RETRY_AFTER_DIGITS
            else MAX_RETRY_AFTER.total_seconds()
        )
        return min(timedelta(seconds=seconds), MAX_RETRY_AFTER)
    try:
        wish = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)
    return min(max(wish, timedelta(0)), MAX_RETRY_AFTER)
