"""How often something may be done in a while, counted by all processes together.

In:   a limit, and whose turn it is: an address, an account, a token.
Out:  the seconds to wait; 0 when there is nothing to wait for.
Cost: one query to look, about nine to count; nothing is written once the limit is reached.

A while is a fixed stretch of time, so at its edge twice as many may pass.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from huiying.jobs import clock
from huiying.policy.core.hashing import hash_of_text


@dataclass(frozen=True, slots=True)
class Throttle:
    """So many times in so many seconds."""

    name: str
    limit: int
    seconds: int

    def wait(self, key: str) -> int:
        """Return the seconds to wait before the next time; nothing is counted."""
        stretch, left = self._stretch()
        return left if cache.get(self._entry(key, stretch), 0) >= self.limit else 0

    def count(self, key: str) -> int:
        """Count one time; return the seconds to wait if the limit was reached before it."""
        stretch, left = self._stretch()
        entry = self._entry(key, stretch)
        if cache.get(entry, 0) >= self.limit:
            return left
        return left if self._add(entry, 1) > self.limit else 0

    def left(self, key: str) -> tuple[int, int]:
        """Return how many times are left, and for how many seconds that holds (one query)."""
        stretch, seconds = self._stretch()
        counted = cache.get(self._entry(key, stretch), 0)
        return max(0, self.limit - counted), seconds

    def take_back(self, key: str) -> None:
        """Count one time less: it turned out to be none."""
        stretch, _left = self._stretch()
        self._add(self._entry(key, stretch), -1)

    def _add(self, entry: str, number: int) -> int:
        try:
            return cache.incr(entry, number)
        except ValueError:  # the first time
            cache.add(entry, 0)
        try:
            return cache.incr(entry, number)
        except ValueError:  # the cache was emptied at this moment
            return number

    def _stretch(self) -> tuple[int, int]:
        number, gone = divmod(int(clock.real_now().timestamp()), self.seconds)
        return number, self.seconds - gone

    def _entry(self, key: str, stretch: int) -> str:
        """Return a name that holds neither a token nor an account."""
        return f"throttle:{self.name}:{stretch}:{hash_of_text(key)}"
