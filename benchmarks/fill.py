"""Fill a bureau with posts, placements and records by the hundred thousand, quickly.

In:   a stage with people, how many.    Out:  rows as the product's own acts leave them.
Cost: about 0.4 ms a post on SQLite, 1 ms on PostgreSQL; memory for one batch.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from benchmarks.generate import generate_posts
from benchmarks.installation import candidate, installation, open_incidents, people

if TYPE_CHECKING:
    from benchmarks.installation import People
    from huiying.work.collection.sources.models import Source

BATCH = 2_000
SOURCES = 9
BIG = 3_000  # posts of the largest incident
SPAN = timedelta(days=20)  # over which the posts are spread


@dataclass(frozen=True)
class Size:
    """How much there is in a bureau."""

    posts: int
    incidents: int
    records: int  # at least; the acts of opening incidents write some
    big: int = BIG  # posts of the largest incident


WAITING = 200  # candidates that nobody has decided


@contextlib.contextmanager
def full_bureau(size: Size, *, kept: str = "", database: str = "") -> Iterator[None]:
    """Set Django up on a bureau of this size; one that was kept is used as it was left."""
    with installation(kept, database) as folder:
        from huiying.jobs import clock

        filled = folder / "filled"
        if not filled.exists():
            now = clock.now()
            who = people(now)
            open_incidents(who, size.incidents, now)
            for number in range(size.incidents, size.incidents + WAITING):
                candidate(who, number, now)
            _records(who, size.records, now)
            fill_posts(who, size, now)
            settle()
            filled.touch()
        yield


def fill_posts(who: People, size: Size, now: datetime) -> None:
    """Store posts with placements: the first incident is large, the others share the rest."""
    sources = _sources(who, now)
    rows = generate_posts(size.posts, seed=3)
    for start, part in _batches(rows):
        at = now - SPAN * (1 - start / size.posts)
        _store(who, sources, size, part, start, at)


def _records(who: People, records: int, now: datetime) -> None:
    """Append records to the chain, as acts do, until there are enough."""
    from django.db import transaction

    from huiying.base.audit.actions.append import append
    from huiying.base.audit.queries import records_of
    from huiying.base.audit.subjects import MACHINE, Subject

    there = records_of(bureau_id=who.bureau.pk).count()
    for start in range(there, records, BATCH):
        with transaction.atomic():
            for number in range(start, min(records, start + BATCH)):
                append(
                    bureau_id=who.bureau.pk,
                    actor=MACHINE,
                    verb="posts.accepted",
                    subject=Subject("source", str(number), f"测速来源{number % 97}"),
                    now=now,
                    data={"accepted": 1, "history": False},
                )


def settle() -> None:
    """Let the database learn what it holds, as it does by itself in a running installation."""
    from django.db import connection

    from huiying.jobs import clock
    from huiying.jobs.upkeep.query_planner import update_statistics

    update_statistics(clock.now())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _sources(who: People, now: datetime) -> list[Source]:
    from huiying.base.audit.subjects import MACHINE
    from huiying.work.collection.sources.actions.add_source import add_source

    return [
        add_source(
            bureau=who.bureau,
            name=f"测速来源{number}",
            kind="PUSH",
            channel="论坛",
            address="",
            interval_minutes=10,
            actor=MACHINE,
            now=now,
        )
        for number in range(SOURCES)
    ]


def _batches(rows: Iterator[dict[str, str]]) -> Iterator[tuple[int, list[dict[str, str]]]]:
    start = 0
    while part := list(islice(rows, BATCH)):
        yield start, part
        start += len(part)


def _store(
    who: People,
    sources: list[Source],
    size: Size,
    rows: list[dict[str, Any]],
    start: int,
    at: datetime,
) -> None:
    from django.db import transaction

    from huiying.base.db.bulk import insert_rows
    from huiying.work.collection.posts.ids import new_ids
    from huiying.work.collection.posts.models import Post
    from huiying.work.collection.posts.search import index_posts, search_entry
    from huiying.work.collection.posts.volume import count_posts
    from huiying.work.incidents.placements.models import Placement

    posts = [
        Post(
            id=key,
            bureau=who.bureau,
            source=sources[(start + step) % SOURCES],
            title=row["title"][:300],
            text=row["text"],
            channel=row["channel"] or "论坛",
            collected_at=at,
            names_masked_at=at,  # as the worker leaves posts, some seconds after they came
            voice=key.to_bytes(8, "big"),
        )
        for step, (key, row) in enumerate(zip(new_ids(len(rows), at), rows, strict=True))
    ]
    placements = [
        Placement(
            post_id=post.pk,
            bureau=who.bureau,
            group_id=post.pk,
            event_id=_event(start + step, size),
            seq=start + step + 1,
            reasons=[],
        )
        for step, post in enumerate(posts)
    ]
    with transaction.atomic():
        insert_rows(posts)
        insert_rows(placements)
        index_posts(
            who.bureau.pk,
            [
                search_entry(post.pk, post.source_id, post.title, post.text, post.channel)
                for post in posts
            ],
        )
        count_posts(who.bureau.pk, [at] * len(posts))


def _event(number: int, size: Size) -> int:
    return 1 if number < size.big else 1 + number % (size.incidents * 4)
