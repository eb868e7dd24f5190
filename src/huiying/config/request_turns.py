"""Let requests run one after another, but none wait long for a slow one.

In:   the threads that are to answer.    Out:  each in its turn, first come, first served.
Cost: two short locks a request.

Python runs one thread of a process at a time. Two pages that are made at once therefore both
take twice as long, and of ten the first is ready when the last one is: one after another, the
first takes a tenth of that and the last as long as before. A page that takes longer than
``PATIENCE`` (a file of a register, a lock of the database) gives its turn up and goes on beside
the others, so it keeps the next one waiting for that long at most.

Why, and what was measured: docs/adr/0060.

Source: Kleinrock, Queueing Systems, volume II, chapter 4: where service times differ little, a
queue that is served in order waits less on average than one that shares the processor.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.25  # seconds after which a request no longer keeps the next one waiting


class Turns:
    """The turns of one process.

    Args:
        at_once: How many may have a turn at the same time, at least 1.
        patience: Seconds that one may have it for while others wait.
    """

    def __init__(self, at_once: int = 1, patience: float = PATIENCE) -> None:
        self._at_once = at_once
        self._patience = patience
        self._changed = threading.Condition()
        self._waiting: deque[object] = deque()
        self._begun: dict[object, float] = {}  # who has a turn → since when

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and give it up at the end."""
        mine = object()
        with self._changed:
            self._waiting.append(mine)
            try:
                while not self._is_next(mine):
                    self._changed.wait(self._until_next(mine))
            finally:
                self._waiting.remove(mine)
            self._begun[mine] = time.monotonic()
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._begun.pop(mine, None)
                self._changed.notify_all()

    def _is_next(self, who: object) -> bool:
        if self._waiting[0] is not who:
            return False
        late = time.monotonic() - self._patience
        self._begun = {one: begun for one, begun in self._begun.items() if begun > late}
        return len(self._begun) < self._at_once

    def _until_next(self, who: object) -> float | None:
        """Return the seconds until a turn is given up at the latest; None for who is not next.

        He is woken when the one before him begins.
        """
        if self._waiting[0] is not who:
            return None
        return min(self._begun.values()) + self._patience - time.monotonic()
