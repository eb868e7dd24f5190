"""Keep a distance between two requests to one host.

In:   a host and the least interval in seconds.   Out:  the caller has waited long enough.
Cost: one lock; memory one number per host seen in the last hour.
"""

import threading
import time
from collections.abc import Callable

MAX_WAIT_SECONDS = 30.0
FORGET_SECONDS = 3_600.0
FORGET_ABOVE_HOSTS = 1_000


class HostIsBusy(Exception):
    """Too many requests to one host are waiting already; try again later."""


class HostGate:
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
            kept = {h: at for h, at in self._free_at.items() if at > now - FORGET_SECONDS}
            self._free_at = kept
