"""A house with little or much in it: for counting queries and for reading the order of a list.

In:   a cast, how many, a moment.    Out:  candidates, alarms, incidents, notices, answers.
Cost: about 100 ms a matter.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarm
from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import Reason, reason, to_data
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.models import ProofKind
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import Placement
from tests.factories import Cast
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import source_of
from tests.work.responses.desk import published, submitted


def candidate(cast: Cast, number: int, now: datetime, *, grade: Grade = Grade.ORDINARY):
    """Put one candidate on the desk, with two copies of a post that the stream placed."""
    results = accept_posts(
        source=source_of(cast, f"来源{number % 9}"),
        items=[
            RawItem(text=f"{number}号楼路灯不亮{copy}", author=f"{number}{copy}")
            for copy in ("", "，求修", "，没人管")
        ],
        lane=Lane.LIVE,
        history=True,
        actor=MACHINE,
        now=now,
    )
    keys = [result.post_id for result in results if result.post_id is not None]
    event = keys[0]
    Placement.objects.bulk_create(
        Placement(post_id=key, bureau=cast.bureau, group_id=key, event_id=event, seq=key)
        for key in keys
    )
    return Candidate.objects.create(
        bureau=cast.bureau,
        event_id=event,
        title=f"{number}号楼路灯不亮",
        why=[to_data(reason("policy.desk_by_posts", count=3))],
        size=len(keys),
        groups=len(keys),
        voices=len(keys),
        channels=[["论坛", len(keys)]],
        discovered_at=now,
        last_post_at=now,
        raised_at=now + timedelta(seconds=number),
        proposed_grade=int(grade),
        proposed_unit=cast.waterworks if number % 2 else None,
        rule_version="1",
    )


def alarm(cast: Cast, row: Candidate, now: datetime) -> None:
    """Raise the alarm of a 重大 proposal."""
    raise_alarm(
        bureau_id=cast.bureau.pk,
        key=f"major:{row.event_id}",
        reason=Reason("incidents.major_proposed", {"lead": row.title, "count": 1}),
        about=About("candidate", str(row.event_id)),
        now=now,
    )


def incident(
    cast: Cast, number: int, now: datetime, *, grade: Grade = Grade.ORDINARY
) -> Incident:
    """Let the duty officer confirm a candidate."""
    return confirm_with_second(
        candidate=candidate(cast, number, now),
        grade=grade,
        reason="按制度定级。",
        officer=cast.lu,
        now=now,
    )


def grow(cast: Cast, numbers: range, now: datetime) -> None:
    """Add one of everything per number: candidate, alarm, incidents, notices, answers."""
    for number in numbers:
        alarm(cast, candidate(cast, 1000 + number, now), now)
        mine = incident(cast, 2000 + number, now)
        for unit in (cast.waterworks, cast.reception):
            told = notify_unit(
                incident=mine, unit=unit, guidance="请核实。", officer=cast.lu, now=now
            )
        record_delivery(
            notice=told,
            kind=ProofKind.PHONE,
            who="值班室",
            at=now,
            officer=cast.lu,
            now=now,
        )
        published(cast, now, incident=told_of(cast, 3000 + number, now))
        submitted(cast, now, incident=told_of(cast, 4000 + number, now))


def told_of(cast: Cast, number: int, now: datetime) -> Incident:
    """Let an incident be with the unit that speaks about it."""
    row = incident(cast, number, now)
    notify_unit(incident=row, unit=cast.reception, guidance="", officer=cast.lu, now=now)
    row.refresh_from_db()
    return row


def queries(client: Client, address: str) -> int:
    """Return how many queries an address takes; a first request warms the caches."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
