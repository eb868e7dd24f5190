"""Fill a bureau with posts, incidents, notices, deadlines and topics over a span, quickly.

In:   people, how many of each, the span before now.    Out:  rows, written past the acts.
Cost: about a minute for each 500,000 posts.

Every counter is to be rebuilt then. Posts have no search index: no figure searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.fill import settle
from benchmarks.installation import PASSWORD

if TYPE_CHECKING:
    from benchmarks.installation import People
    from huiying.base.accounts.core.models import Unit
    from huiying.work.collection.sources.models import Source
    from huiying.work.incidents.core.models import Incident

BATCH = 20_000
UNITS, SOURCES = 20, 30
CLOCKS = ("NOTICE_MAJOR", "RECEIPT_MAJOR", "VERIFICATION", "FIRST_RESPONSE", "TASK")


@dataclass(frozen=True)
class Amount:
    """How much there is, over how long before now; notices are about as many as named."""

    posts: int
    incidents: int
    notices: int
    span: timedelta


def fill_figures(who: People, amount: Amount, now: datetime) -> None:
    """Write the rows; the officer ``office`` can sign in then."""
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
    _posts(who, sources, amount, now)
    each = -(-amount.notices // amount.incidents)
    for start in range(0, amount.incidents, BATCH // each):
        numbers = range(start, min(amount.incidents, start + BATCH // each))
        _incidents(who, units, numbers, amount, now)
    place_filled_posts(who.bureau.pk, now)
    settle()


def _posts(who: People, sources: list[Source], amount: Amount, now: datetime) -> None:
    from django.db import transaction

    from huiying.base.db.bulk import insert_columns
    from huiying.base.rulebook.queries import book_of
    from huiying.work.collection.posts.ids import first_id_at
    from huiying.work.collection.posts.models import Post

    channels = list(book_of(who.bureau.pk, now).platforms)[:12]
    for start in range(0, amount.posts, BATCH):
        numbers = range(start, min(amount.posts, start + BATCH))
        moments = [now - amount.span * (1 - number / amount.posts) for number in numbers]
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


def place_filled_posts(bureau_id: int, now: datetime) -> None:
    """Put every second post into an incident of its time; three of four have a topic."""
    from django.db import transaction

    from huiying.base.db.bulk import insert_columns
    from huiying.base.rulebook.queries import book_of
    from huiying.work.collection.posts.models import Post
    from huiying.work.incidents.core.models import Incident, IncidentEvent
    from huiying.work.incidents.placements.models import Placement
    from huiying.work.responses.core.models import Answer

    keys = list(Post.objects.filter(bureau_id=bureau_id).order_by("pk").values_list("pk"))
    posts = [key for (key,) in keys]
    incidents = list(Incident.objects.filter(bureau_id=bureau_id).order_by("opened_at", "pk"))
    each = max(len(posts) // len(incidents), 1)
    events = [
        posts[place - place % each] if place % 2 == 0 else post
        for place, post in enumerate(posts)
    ]
    every = {"bureau_id": bureau_id}
    with transaction.atomic():
        for start in range(0, len(posts), BATCH):
            batch = slice(start, start + BATCH)
            columns = {"post_id": posts[batch], "group_id": posts[batch]}
            columns |= {"event_id": events[batch], "score": [0.5] * len(posts[batch])}
            columns["seq"] = list(range(start + 1, start + 1 + len(posts[batch])))
            columns["reasons"] = [[] for _post in posts[batch]]  # type: ignore[assignment]
            insert_columns(Placement, columns, every={**every, "pinned": False, "grave": False})
        held = incidents[: len(posts) // each]
        insert_columns(
            IncidentEvent,
            {
                "incident_id": [row.pk for row in held],
                "event_id": [posts[place * each] for place in range(len(held))],
            },
            every=every,
        )
        topics = list(book_of(bureau_id, now).topics)
        Answer.objects.bulk_create(
            Answer(
                bureau_id=bureau_id,
                number=f"A{row.number}",
                incident=row,
                speaker_id=row.lead_unit_id,
                topic=topics[number % len(topics)] if number % 4 else "",
            )
            for number, row in enumerate(incidents)
        )


def _incidents(
    who: People, units: list[Unit], numbers: range, amount: Amount, now: datetime
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
                discovered_at=(at := now - amount.span * (1 - number / amount.incidents)),
                opened_at=at,
                opened_by=who.duty,
                lead_unit=units[number % UNITS],
                last_post_at=at,
            )
            for number in numbers
        )
        _clocks(who, units, rows)
        _notices(who, units, rows, -(-amount.notices // amount.incidents))


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
