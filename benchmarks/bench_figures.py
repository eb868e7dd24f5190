"""How quick the pages of statistics are, and how long a file of 50,000 rows takes.

In:   how many posts and incidents.    Out:  times of pages, of rebuilding and of files.
Cost: about a minute for each 500,000 posts.

Rows are written at once, not by the acts, over the last two years; then every counter is
rebuilt. What is measured is reading. The pages are asked for in a process of their own, so is
each file.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime, timedelta
from typing import Any

from benchmarks.bench_pages import time_page, vendor
from benchmarks.child import run_child
from benchmarks.fill_figures import CLOCKS, Amount, fill_figures
from benchmarks.installation import PASSWORD, installation, people
from benchmarks.machine import machine
from benchmarks.take_file import take_file

DAY = timedelta(days=1)
SPAN = 2 * 366 * DAY
MOST_ROWS = 50_000
TOPIC = "供水"
PROMISED = "p95 <= 300 ms a page; 50,000 rows <= 10 s of processor, <= 300 MB"


def measure(
    posts: int = 1_000_000, incidents: int = 10_000, data: str = "", database: str = ""
) -> dict[str, Any]:
    """Fill a bureau, rebuild its counters, ask for each page again and again, take files."""
    with installation(data, database) as folder:
        from huiying.jobs import clock

        now, filled = clock.now(), folder / "filled"
        if not filled.exists():
            fill_figures(people(now), Amount(posts, incidents, MOST_ROWS, SPAN), now)
            filled.touch()
        rebuilt = seconds_of(lambda: rebuild(now))
        year = _year(now)
        return {
            "machine": machine(),
            "database": vendor(),
            "posts": posts,
            "incidents": incidents,
            "counters": _counters(),
            "rebuilt": rebuilt,
            "compared": seconds_of(_compare),
            **run_child("benchmarks.bench_figures"),
            "files": [
                take_file(name, address)
                for name, address in {
                    "notices, XLSX": "/desk/registers/notices/?format=xlsx",
                    "notices, CSV": "/desk/registers/notices/?format=csv",
                    "clocks, XLSX": f"{_late_rows(year, outcome='')}&format=xlsx",
                }.items()
            ],
            "promised": PROMISED,
        }


def main() -> int:
    """Measure the pages in this process, which has rebuilt nothing, as a server has not."""
    from huiying.config.commands._django import ready

    ready(migrated=False)
    from huiying.jobs import clock

    client, year = _client(), _year(clock.now())
    pages = {
        "figures, 12 weeks": "/desk/figures/",
        "figures, a year": f"/desk/figures/{year}",
        "leader, 12 weeks": "/desk/figures/leader/",
        "leader, a year": f"/desk/figures/leader/{year}",
        "late clocks of a year": _late_rows(year),
        "incidents of a year": f"/desk/figures/rows/incidents/{year}",
        "posts of a topic of a year": f"/desk/figures/rows/posts/{year}&topic={TOPIC}",
    }
    measured = [
        {
            **time_page(client, name, address, 30),
            "processor_ms": _processor_ms(client, address),
        }
        for name, address in pages.items()
    ]
    sys.stdout.write(json.dumps({"pages": measured}) + "\n")
    return 0


def _year(now: datetime) -> str:
    today = now.date()
    return f"?from={today - 365 * DAY}&to={today}"


def _late_rows(year: str, outcome: str = "late") -> str:
    rules = ",".join(CLOCKS)
    return f"/desk/figures/rows/clocks/{year}&rules={rules}&outcome={outcome}"


def _client() -> Any:
    from django.test import Client

    client = Client()
    client.post("/accounts/login/", {"login": "office", "password": PASSWORD})
    return client


def seconds_of(work: Any) -> dict[str, float]:
    """Return the seconds that some work took, and those of the processor in them."""
    begun, worked = time.perf_counter(), time.process_time()
    work()
    return {
        "wall_s": round(time.perf_counter() - begun, 2),
        "processor_s": round(time.process_time() - worked, 2),
    }


def _processor_ms(client: Any, address: str, runs: int = 10) -> float:
    """Return the processor time of one request: what a loaded machine does not blur."""
    begun = time.process_time()
    for _ in range(runs):
        client.get(address)
    return round((time.process_time() - begun) / runs * 1000, 1)


def rebuild(now: datetime) -> None:
    """Rebuild every counter of every bureau."""
    from huiying.jobs.upkeep.counters import rebuild_every_counter

    list(rebuild_every_counter(now))


def _compare() -> None:
    from huiying.base.accounts.core.queries import bureaus
    from huiying.jobs.upkeep.counters import check_counters

    differing = [one for bureau in bureaus() for one in check_counters(bureau) if one.differing]
    if differing:
        raise RuntimeError(f"counters differ from a count: {differing}")


def _counters() -> int:
    from huiying.base.counters.models import CounterValue

    return CounterValue.objects.count()


if __name__ == "__main__":
    sys.exit(main())
