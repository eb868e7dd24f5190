"""How quick the pages of statistics are, and how long a file of 50,000 rows takes.

In:   how many posts and incidents.    Out:  times of pages, of rebuilding and of files.
Cost: about a minute for each 500,000 posts.

Rows are written at once, not by the acts, over the last two years; then every counter is
rebuilt. What is measured is reading. Posts have no search index: no page here searches.
"""

from __future__ import annotations

import resource
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.bench_pages import time_page, vendor
from benchmarks.fill import settle
from benchmarks.installation import PASSWORD, installation, people
from benchmarks.machine import machine

if TYPE_CHECKING:
    from benchmarks.installation import People
    from huiying.base.accounts.core.models import Unit
    from huiying.work.collection.sources.models import Source
    from huiying.work.incidents.core.models import Incident

DAY = timedelta(days=1)
SPAN = 2 * 366 * DAY
BATCH = 20_000
UNITS, SOURCES = 20, 30
CLOCKS = ("NOTICE_MAJOR", "RECEIPT_MAJOR", "VERIFICATION", "FIRST_RESPONSE", "TASK")
MOST_ROWS = 50_000
PROMISED = "p95 <= 300 ms a page; 50,000 rows <= 10 s of processor, <= 300 MB"


def measure(
    posts: int = 1_000_000, incidents: int = 10_000, data: str = "", database: str = ""
) -> dict[str, Any]:
    """Fill a bureau, rebuild its counters, ask for each page again and again, take files."""
    with installation(data, database) as folder:
        from huiying.jobs import clock

        now, filled = clock.now(), folder / "filled"
        if not filled.exists():
            _fill(people(now), posts, incidents, now)
            filled.touch()
        rebuilt = _seconds(lambda: _rebuild(now))
        client = _client()
        today = now.date()
        year = f"?from={today - 365 * DAY}&to={today}"
        pages = {
            "figures, 12 weeks": "/desk/figures/",
            "figures, a year": f"/desk/figures/{year}",
            "leader, 12 weeks": "/desk/figures/leader/",
            "leader, a year": f"/desk/figures/leader/{year}",
            "late clocks of a year": _late_rows(year),
            "incidents of a year": f"/desk/figures/rows/incidents/{year}",
        }
        return {
            "machine": machine(),
            "database": vendor(),
            "posts": posts,
            "incidents": incidents,
            "counters": _counters(),
            "rebuilt": rebuilt,
            "compared": _seconds(_compare),
            "pages": [
                {
                    **time_page(client, name, address, 30),
                    "processor_ms": _processor_ms(client, address),
                }
                for name, address in pages.items()
            ],
            "files": [
                _file(client, name, address)
                for name, address in {
                    "notices, XLSX": "/desk/registers/notices/?format=xlsx",
                    "notices, CSV": "/desk/registers/notices/?format=csv",
                    "clocks, XLSX": f"{_late_rows(year, outcome='')}&format=xlsx",
                }.items()
            ],
            "promised": PROMISED,
        }


def _late_rows(year: str, outcome: str = "late") -> str:
    rules = ",".join(CLOCKS)
    return f"/desk/figures/rows/clocks/{year}&rules={rules}&outcome={outcome}"


def _client() -> Any:
    from django.test import Client

    client = Client()
    client.post("/accounts/login/", {"login": "office", "password": PASSWORD})
    return client


def _seconds(work: Any) -> dict[str, float]:
    begun, worked = time.perf_counter(), time.process_time()
    work()
    return {
        "wall_s": round(time.perf_counter() - begun, 2),
        "processor_s": round(time.process_time() - worked, 2),
    }


def _file(client: Any, name: str, address: str) -> dict[str, Any]:
    """Return what a file costs; memory is the most that the process ever held."""
    answers: list[Any] = []
    spent = _seconds(lambda: answers.append(client.get(address)))
    if answers[0].status_code != 200:
        raise RuntimeError(f"{address} answered {answers[0].status_code}")
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    size = round(len(answers[0].content) / 1e6, 1)
    return {"name": name, **spent, "megabytes": size, "memory_mb": held}


def _processor_ms(client: Any, address: str, runs: int = 10) -> float:
    """Return the processor time of one request: what a loaded machine does not blur."""
    begun = time.process_time()
    for _ in range(runs):
        client.get(address)
    return round((time.process_time() - begun) / runs * 1000, 1)


def _rebuild(now: datetime) -> None:
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


def _fill(who: People, posts: int, incidents: int, now: datetime) -> None:
    from huiying.base.accounts.organisation.actions.set_up import add_officer, add_unit
    from huiying.base.accounts.roles.capabilities import Role
    from huiying.base.audit.subjects import MACHINE
    from huiying.work.collection.sources.actions.add_source import add_source

    made = {"bureau": who.bureau, "actor": MACHINE, "now": now}
    units = [
        add_unit(name=f"测速单位{number}", kind="AGENCY", duties="测速", **made)
        for number in range(UNITS)
    ]
    add_officer(
        username="office",
        name="office",
        password=PASSWORD,
        roles=frozenset({Role.OFFICE}),
        unit=who.unit,
        bootstrap=True,
        **made,
    )
    sources = [
        add_source(
            name=f"测速来源{number}",
            kind="PUSH",
            channel="论坛",
            address="",
            interval_minutes=10,
            **made,
        )
        for number in range(SOURCES)
    ]
    _posts(who, sources, posts, now)
    each = -(-MOST_ROWS // incidents)
    for start in range(0, incidents, BATCH // each):
        numbers = range(start, min(incidents, start + BATCH // each))
        _incidents(who, units, numbers, incidents, each, now)
    settle()


def _posts(who: People, sources: list[Source], posts: int, now: datetime) -> None:
    from django.db import transaction

    from huiying.base.db.bulk import insert_columns
    from huiying.base.rulebook.queries import book_of
    from huiying.work.collection.posts.ids import first_id_at
    from huiying.work.collection.posts.models import Post

    channels = list(book_of(who.bureau.pk, now).platforms)[:12]
    for start in range(0, posts, BATCH):
        numbers = range(start, min(posts, start + BATCH))
        moments = [now - SPAN * (1 - number / posts) for number in numbers]
        with transaction.atomic():
            insert_columns(
                Post,
                {
                    "id": [
                        first_id_at(at) + at_place
                        for at_place, at in zip(numbers, moments, strict=True)
                    ],
                    "source_id": [sources[number % SOURCES].pk for number in numbers],
                    "text": [f"滨江路的路灯坏了一整排，晚上走夜路很黑。{n}" for n in numbers],
                    "channel": [channels[number % 7 % len(channels)] for number in numbers],
                    "collected_at": moments,
                    "names_masked_at": moments,
                },
                every={
                    "bureau_id": who.bureau.pk,
                    "title": "",
                    "url": "",
                    "host": "",
                    "community": "",
                    "history": False,
                },
            )


def _incidents(
    who: People, units: list[Unit], numbers: range, count: int, each: int, now: datetime
) -> None:
    """Write incidents with their clocks and notices."""
    from django.db import transaction

    from huiying.work.incidents.core.models import Incident

    with transaction.atomic():
        rows = Incident.objects.bulk_create(
            Incident(
                bureau=who.bureau,
                number=f"2020-{number + 1:05d}",
                title=f"测速事件第 {number} 号",
                stage="ANSWERED",
                grade=1 + number % 4,
                discovered_at=(at := now - SPAN * (1 - number / count)),
                opened_at=at,
                opened_by=who.duty,
                lead_unit=units[number % UNITS],
                last_post_at=at,
            )
            for number in numbers
        )
        _clocks(who, units, rows)
        _notices(who, units, rows, each)


def _clocks(who: People, units: list[Unit], rows: list[Incident]) -> None:
    """Write five clocks an incident: one of nine was late, one of ninety still runs."""
    from huiying.base.clocks.models import Clock

    Clock.objects.bulk_create(
        Clock(
            bureau=who.bureau,
            kind="notice",
            name="通报",
            amount="2 小时",
            basis="本局规则",
            standing="bureau",
            rule_code=code,
            rule_version="1",
            starts_at=row.opened_at,
            due_at=row.opened_at + timedelta(hours=2),
            state="RUNNING" if (row.pk + place) % 90 == 0 else "MET",
            stopped_at=None
            if (row.pk + place) % 90 == 0
            else row.opened_at + timedelta(minutes=(row.pk * 7 + place) % 135),
            subject_kind="incident",
            subject_ref=row.number,
            subject_label=row.title,
            holder_name="测速单位",
            holder_unit=units[(row.pk + place) % UNITS],
        )
        for row in rows
        for place, code in enumerate(CLOCKS)
    )


def _notices(who: People, units: list[Unit], rows: list[Incident], each: int) -> None:
    from huiying.work.casework.notices.models import Notice

    Notice.objects.bulk_create(
        Notice(
            bureau=who.bureau,
            number=f"N{row.number}-{place}",
            incident=row,
            unit=units[(row.pk + place) % UNITS],
            state="SIGNED",
            sent_at=row.opened_at,
            sent_by=who.duty,
            signed_at=row.opened_at + timedelta(hours=1),
            signed_by=who.section,
            guidance="请核实。",
        )
        for row in rows
        for place in range(each)
    )
