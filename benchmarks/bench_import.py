"""How fast a file of posts comes in, placement included, and whether the desk stays quick.

In:   how many posts.    Out:  posts/s, peak memory, the time of signing a receipt meanwhile.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.generate import generate_posts
from benchmarks.machine import machine, spread
from benchmarks.stage import PASSWORD, command, installation, open_notices, people

COLUMNS = ("title", "text", "url", "published_at", "author", "channel")
SIGN_EVERY = 0.4


def measure(posts: int = 100_000) -> dict[str, Any]:
    """Import generated posts into SQLite while receipts are signed."""
    with installation() as folder:
        from huiying.jobs import clock

        who = people(clock.now())
        notices = open_notices(who, 240, clock.now())
        file = folder / "posts.csv"
        _write(file, posts)
        where = machine()
        started = time.monotonic()
        child = subprocess.Popen(
            command(
                "import", str(file), "--bureau", "bench", "--json", str(folder / "out.json")
            ),
            stdout=subprocess.DEVNULL,
        )
        watcher = Memory(child.pid)
        signed = _sign(child, [notice.number for notice in notices])
        code = child.wait()
        seconds = time.monotonic() - started
        peak = watcher.stop()
        out = json.loads((folder / "out.json").read_text(encoding="utf-8"))
        from huiying.work.collection.models import Arrival
        from huiying.work.incidents.models import Placement

        placed, waiting = Placement.objects.count(), Arrival.objects.count()
        if (
            code != 0
            or placed + out.get("repeated", 0) + out.get("refused", 0) < posts
            or waiting
        ):
            raise RuntimeError(f"the import did not finish: {code} {placed} {waiting} {out}")
    return {
        "posts_per_second": round(posts / seconds, 1),
        "peak_rss_mb": round(peak / 1e6, 1),
        "posts": posts,
        "seconds": round(seconds, 1),
        "placed": placed,
        "receipts_while_running": spread(signed) if signed else {"n": 0},
        "machine": where,
        "runs": 1,
    }


def _write(file: Path, posts: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(generate_posts(posts, seed=7))


def _sign(child: subprocess.Popen[bytes], numbers: list[str]) -> list[float]:
    """Sign receipts through the door that a section uses, one after another."""
    from django.test import Client

    client = Client()
    page = client.get("/accounts/login/")
    del page
    client.post("/accounts/login/", {"login": "section", "password": PASSWORD})
    times = []
    for number in numbers:
        if child.poll() is not None:
            break
        begun = time.perf_counter()
        answer = client.post(f"/desk/notices/{number}/sign/")
        times.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 302:
            raise RuntimeError(f"signing {number} answered {answer.status_code}")
        time.sleep(SIGN_EVERY)
    return times


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
            self.peak = max(self.peak, sum(_resident(pid) for pid in family(self.pid)))


def family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="ascii", errors="replace")
            except OSError:
                continue
            parents.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(
                int(entry.name)
            )
    found, look = [], [pid]
    while look:
        current = look.pop()
        found.append(current)
        look += parents.get(current, [])
    return found


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
