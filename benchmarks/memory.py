"""Resident memory of a process and its children, from ``/proc``.

In:   a process id.    Out:  bytes; 0 where there is no ``/proc``.
Cost: a look at every thread of these processes, about a millisecond.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path


class Memory:
    """Watch the resident memory of a process and all its children, together."""

    def __init__(self, pid: int) -> None:
        self.pid, self.peak = pid, 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """Return the peak in bytes."""
        self._done.set()
        self._thread.join()
        return self.peak

    def _watch(self) -> None:
        while not self._done.wait(0.2):
            self.peak = max(self.peak, resident(self.pid))


def resident(pid: int) -> int:
    """Return the resident memory of a process and all its descendants."""
    return sum(_resident(one) for one in family(pid))


def family(pid: int) -> list[int]:
    """Return a process and all its descendants, whichever of its threads began them."""
    found, look = [], [pid]
    while look:
        found.append(look.pop())
        for told in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            with suppress(OSError):  # it ended meanwhile
                look += map(int, told.read_text(encoding="ascii").split())
    return found


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process and its descendants that run, in seconds."""
    return sum(map(_processor, family(pid)))


def _processor(pid: int) -> float:
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    fields = line.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # user and system


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
