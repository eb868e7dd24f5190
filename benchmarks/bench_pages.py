"""How quick the duty desk and the incident page are on a full bureau.

In:   how many posts (500 incidents).    Out:  server time and number of queries per page.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.generate import generate_posts
from benchmarks.machine import machine, spread
from benchmarks.stage import PASSWORD, installation, open_incidents, people

if TYPE_CHECKING:
    from benchmarks.stage import People
    from huiying.work.incidents.models import Incident

INCIDENTS = 500
RUNS = 100
BATCH = 2_000
BIG = 3_000  # posts of the largest incident


def measure(posts: int = 100_000) -> dict[str, Any]:
    """Fill a bureau, then ask for each page again and again."""
    with installation():
        from huiying.jobs import clock

        now = clock.now()
        who = people(now)
        incidents = open_incidents(who, INCIDENTS, now)
        _fill(who, incidents, posts, now)
        where = machine()
        from django.test import Client

        client = Client()
        client.post("/accounts/login/", {"login": "duty", "password": PASSWORD})
        pages = [
            _time(client, "duty desk", "/desk/"),
            _time(client, "incident, largest", f"/desk/incidents/{incidents[0].number}/"),
            _time(client, "incident, usual", f"/desk/incidents/{incidents[250].number}/"),
            _time(client, "incidents", "/desk/incidents/"),
        ]
    return {
        "pages": pages,
        "posts": posts,
        "incidents": INCIDENTS,
        "machine": where,
        "runs": RUNS,
    }


def _time(client: Any, name: str, address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)  # the next request forgets them
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    return {"name": name, "queries": count, **spread(times)}


def _fill(who: People, incidents: list[Incident], posts: int, now: datetime) -> None:
    """Store posts with placements: the first incident is large, the others share the rest."""
    from huiying.base.audit.actions.append import MACHINE
    from huiying.work.collection.actions.add_source import add_source
    from huiying.work.collection.ids import new_ids
    from huiying.work.collection.models import Post
    from huiying.work.incidents.models import Placement

    source = add_source(
        bureau=who.bureau,
        name="测速来源",
        kind="PUSH",
        channel="论坛",
        address="",
        interval_minutes=10,
        actor=MACHINE,
        now=now,
    )
    rows = list(generate_posts(posts, seed=3))
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        keys = new_ids(len(part), now)
        Post.objects.bulk_create(
            Post(
                id=key,
                bureau=who.bureau,
                source=source,
                title=row["title"][:300],
                text=row["text"],
                channel=row["channel"] or "论坛",
                collected_at=now - timedelta(seconds=(posts - start - step) // 2),
                voice=key.to_bytes(8, "big"),
            )
            for step, (key, row) in enumerate(zip(keys, part, strict=True))
        )
        Placement.objects.bulk_create(
            Placement(
                post_id=key,
                bureau=who.bureau,
                group_id=key,
                event_id=_event(start + step, incidents),
                seq=start + step + 1,
                reasons=[],
            )
            for step, key in enumerate(keys)
        )


def _event(number: int, incidents: list[Incident]) -> int:
    return 1 if number < BIG else 1 + number % (len(incidents) * 4)
