"""How quick this processor is while something else is measured on it.

In:   nothing.    Out:  millions of steps of one plain loop a second of processor time.
Cost: about 3 ms of processor time a second.

Hosts that call themselves the same differ by three, and one host by two within a minute, so a
figure says little without the pace that it was taken at.
"""

from __future__ import annotations

import statistics
import threading
import time

STEPS = 20_000
EVERY = 1.0  # seconds


class CpuSpeed:
    """Runs the same loop now and then, from its making until it is stopped."""

    def __init__(self) -> None:
        self._samples = [pace()]
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> dict[str, float]:
        """Return the least, the median and the most."""
        self._done.set()
        self._thread.join()
        seen = self._samples
        told = {"least": min(seen), "median": statistics.median(seen), "most": max(seen)}
        return {name: round(value, 1) for name, value in told.items()}

    def _watch(self) -> None:
        while not self._done.wait(EVERY):
            self._samples.append(pace())


def pace() -> float:
    """Return how many million steps a second of this thread's processor time is worth now."""
    begun, total = time.thread_time(), 0
    for step in range(STEPS):
        total += step
    return STEPS / (time.thread_time() - begun) / 1e6
