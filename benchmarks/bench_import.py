"""How fast a file of posts comes in, placement included, and whether the desk stays quick.

In:   how many posts.    Out:  posts/s, peak memory, the time of signing a receipt meanwhile.
"""

from __future__ import annotations

import csv
import json
import subprocess
import time
from pathlib import Path
from typing import Any

from benchmarks.cpu_speed import CpuSpeed
from benchmarks.generate import generate_posts
from benchmarks.installation import PASSWORD, command, installation, open_notices, people
from benchmarks.machine import machine, spread
from benchmarks.memory import Memory

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
        watcher, pace = Memory(child.pid), CpuSpeed()
        signed = _sign(child, [notice.number for notice in notices])
        code = child.wait()
        seconds = time.monotonic() - started
        peak, paced = watcher.stop(), pace.stop()
        out = json.loads((folder / "out.json").read_text(encoding="utf-8"))
        from huiying.work.collection.posts.models import Arrival
        from huiying.work.incidents.placements.models import Placement

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
        "pace": paced,
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
