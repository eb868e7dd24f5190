"""Take one file of the console in a process of its own, so that its memory is its own.

In:   an installation that was set up (the environment names it), an address.
Out:  seconds, megabytes of the file, the most memory of the process: its own (``memory_mb``),
      and with the mapped pages of the database file, which it need not keep (``resident_mb``).
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.child import run_child
from benchmarks.installation import PASSWORD


def take_file(name: str, address: str, *, login: str = "office") -> dict[str, Any]:
    """Return what the file costs who takes it first in a new process.

    Raises:
        RuntimeError: If it could not be taken.
    """
    return {"name": name, **run_child("benchmarks.take_file", login, address)}


def main() -> int:
    """Take the file and print what it cost."""
    login, address = sys.argv[1:]
    from huiying.config.commands._django import ready

    ready(migrated=False)
    from django.test import Client

    client = Client()
    client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    memory = OwnMemory()
    begun, worked = time.perf_counter(), time.process_time()
    response = client.get(address)
    wall, worked = time.perf_counter() - begun, time.process_time() - worked
    if response.status_code != 200:
        sys.stderr.write(f"answered {response.status_code}\n")
        return 1
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    spent = {
        "wall_s": round(wall, 2),
        "processor_s": round(worked, 2),
        "megabytes": round(len(response.content) / 1e6, 1),
        "memory_mb": memory.stop() >> 20,
        "resident_mb": held,
    }
    sys.stdout.write(json.dumps(spent) + "\n")
    return 0


class OwnMemory:
    """Watch what the process holds beside mapped files."""

    def __init__(self) -> None:
        self._most, self._done = 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """Return the most bytes."""
        self._done.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while not self._done.wait(0.05):
            words = Path("/proc/self/statm").read_text(encoding="ascii").split()
            self._most = max(self._most, (int(words[1]) - int(words[2])) * page)


if __name__ == "__main__":
    sys.exit(main())
