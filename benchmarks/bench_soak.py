"""What grows over ninety days of use: memory, open files, tables, the time of pages.

In:   how many days, how many posts a day; an empty database of one's own, or SQLite.
Out:  figures of days 1, 30, 60 and 90 (of fewer days: quarters), and the tables that grew.
Cost: some minutes; the days pass on a clock of the measurement.

One process is the bureau. Each day posts are pushed and placed; matters are taken up, notified,
signed for, reported on and closed by the product's own acts; then all jobs of the scheduler
have their turns at four moments of the day, sources and other machines apart. The machine's
clock is replaced in ``huiying.jobs.clock``, the one door for time; sessions and the database
keep the real one.
"""

from __future__ import annotations

import gc
import logging
import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.generate import generate_posts
from benchmarks.installation import PASSWORD, installation, people
from benchmarks.machine import machine, spread
from benchmarks.memory import resident

HOURS = (2, 9, 14, 21)  # of a day, at which every job has its turn
MATTERS = 3  # a day
RUNS = 15  # of a page
ASKS_OTHERS = frozenset({"collect", "articles"})
PAGES = {
    "desk": "/desk/",
    "candidates": "/desk/candidates/",
    "incidents": "/desk/incidents/",
    "notices": "/desk/notices/",
    "posts": "/desk/posts/",
    "posts by words": "/desk/posts/?q=路灯不亮",
    "portal": "/b/bench/",
}


def measure(days: int = 90, posts: int = 150, database: str = "") -> dict[str, Any]:
    """Let so many days pass.

    Args:
        days: Of use.
        posts: A day.
        database: Address of an empty database of one's own; else SQLite.
    """
    with installation(database=database) as folder:
        from django.db import connection

        from huiying.jobs import clock

        logging.getLogger("huiying").setLevel(logging.CRITICAL)
        where, bureau = machine(), _Bureau(clock.real_now(), folder)
        looked_at = {1, *(max(1, round(days * part / 3)) for part in (1, 2, 3))}
        looks = []
        for day in range(1, days + 1):
            bureau.live(day, posts)
            if day in looked_at:
                looks.append(bureau.look(day))
        used = str(connection.vendor)
    return {
        "days": days,
        "posts_a_day": posts,
        "database": used,
        "looks": looks,
        "by_day": [_short(look) for look in looks],
        "jobs_that_failed": sorted(bureau.failed),
        "grew": _growth(looks),
        "machine": where,
    }


def _short(look: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of a look that stand in the table."""
    desk = next(page for page in look["pages"] if page["name"] == "desk")
    kept = {key: look[key] for key in ("memory_mb", "open_files", "database_mb")}
    return {"name": str(look["day"]), **kept, "desk_p95_ms": desk["p95_ms"]}


def _growth(looks: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Return the tables of more than 500 rows that grew, by their rows at each look."""
    tables = looks[-1]["rows"]
    rows = {name: [look["rows"].get(name, 0) for look in looks] for name in tables}
    return {name: seen for name, seen in rows.items() if seen[-1] > max(500, seen[0])}


class _Bureau:
    """A bureau that works through days."""

    def __init__(self, begun: datetime, folder: Path) -> None:
        from huiying.jobs import clock

        self.begun = begun.replace(hour=0, minute=0, second=0, microsecond=0)
        self.now, self.folder = self.begun, folder
        clock.real_now = lambda: self.now
        self.who, self.failed = people(self.now), set[str]()
        self.texts, self.matters, self.seconds = generate_posts(10_000_000, seed=5), 0, 0.0
        self.source = self._source()

    def _source(self) -> Any:
        from huiying.base.audit.subjects import MACHINE
        from huiying.work.collection.sources.actions.add_source import add_source

        return add_source(
            bureau=self.who.bureau, name="推送", kind="PUSH", channel="论坛",
            actor=MACHINE, now=self.now,
        )  # fmt: skip

    def live(self, day: int, posts: int) -> None:
        """Let a day pass."""
        began = time.perf_counter()
        for hour in HOURS:
            self.now = self.begun + timedelta(days=day - 1, hours=hour)
            self._push(day, hour, posts // len(HOURS))
            if hour == HOURS[1]:
                self._matters()
            self._jobs()
        self.seconds = time.perf_counter() - began

    def _push(self, day: int, hour: int, count: int) -> None:
        from huiying.work.collection.posts.actions.accept_push import accept_push

        items = [{**next(self.texts), "published_at": ""} for _number in range(count)]
        accept_push(source=self.source, items=items, key=f"day-{day}-{hour}", now=self.now)

    def _matters(self) -> None:
        from benchmarks.installation import candidate
        from huiying.policy.grading.grades import Grade
        from huiying.policy.procedure.findings import Finding
        from huiying.work.casework.notices.actions.notify import notify_unit
        from huiying.work.casework.notices.actions.report_back import report_back
        from huiying.work.casework.notices.actions.sign_or_return import sign_notice
        from huiying.work.incidents.candidates.actions.confirm import confirm_candidate

        who = self.who
        for _matter in range(MATTERS):
            self.matters += 1
            row = candidate(who, 9_999_999 + 3 * self.matters, self.now)  # seems ordinary
            incident = confirm_candidate(
                candidate=row, grade=Grade.ORDINARY, reason="", officer=who.duty, now=self.now
            )
            notice = notify_unit(
                incident=incident, unit=who.unit, guidance="", officer=who.duty, now=self.now
            )
            sign_notice(notice=notice, officer=who.section, now=self.now)
            report_back(
                notice=notice, finding=Finding.TRUE, facts="路灯坏了。", handled="已修好。",
                evidence="工单", no_file_reason="工单在科室存档。",
                officer=who.section, now=self.now,
            )  # fmt: skip

    def _jobs(self) -> None:
        from huiying.jobs.scheduler import JOBS

        for job in JOBS:
            if job.name in ASKS_OTHERS:
                continue
            for _turn in range(20):
                try:
                    done = job.work(self.now)
                except Exception as error:
                    self.failed.add(f"{job.name}: {type(error).__name__}")
                    break
                if not done:
                    break

    def look(self, day: int) -> dict[str, Any]:
        """Return what there is at the end of a day."""
        from django.db import connection

        gc.collect()
        names = connection.introspection.table_names()
        rows = {}
        with connection.cursor() as cursor:
            for name in names:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - names of our own tables
                rows[name] = cursor.fetchone()[0]
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return {
            "day": day,
            "memory_mb": resident(os.getpid()) >> 20,
            "open_files": len(list(Path("/proc/self/fd").iterdir())),
            "threads": len(list(Path("/proc/self/task").iterdir())),
            "day_took_s": round(self.seconds, 2),
            "files_on_disk": len(files),
            "disk_mb": round(sum(path.stat().st_size for path in files) / 1e6, 1),
            "database_mb": _database_mb(connection),
            "pages": self._pages(),
            "rows": {name: count for name, count in rows.items() if count},
        }

    def _pages(self) -> list[dict[str, Any]]:
        from django.test import Client

        client = Client()
        client.post("/accounts/login/", {"login": "duty", "password": PASSWORD})
        found = []
        for name, path in PAGES.items():
            times = []
            for _run in range(RUNS):
                began = time.perf_counter()
                status = client.get(path).status_code
                times.append((time.perf_counter() - began) * 1000)
                if status != 200:
                    raise RuntimeError(f"{path} answered {status}")
            found.append({"name": name, **spread(times[1:])})
        return found


def _database_mb(connection: Any) -> float:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            size = cursor.fetchone()[0]
        else:
            cursor.execute(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            )
            size = cursor.fetchone()[0]
    return round(size / 1e6, 1)
