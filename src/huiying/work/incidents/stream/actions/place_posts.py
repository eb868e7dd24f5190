"""Store what the engine decided about one batch of posts.

In:   the engine's placements and merges, posts of history, the queue entries of them all.
Out:  placements; candidates, incidents and questions follow merged events; an empty queue.
Cost: one insert for the batch; a few queries a merge, and merges are rare.

An arrival is deleted in the transaction that places its post: nothing is placed twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, Case, Value, When

from huiying.base.counters.actions.count import count_rows, counted
from huiying.base.db.bulk import insert_columns
from huiying.base.db.keys import Keys
from huiying.engine.stream.types import FeedResult
from huiying.engine.stream.types import Placement as Placed
from huiying.reasons.reason import all_to_data
from huiying.work.collection.posts.models import Arrival
from huiying.work.incidents.candidates.actions.follow_merge import follow_merge
from huiying.work.incidents.candidates.queries import events_with_candidate
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.merge_questions.actions.record import (
    drop_open_questions,
    record_questions,
)
from huiying.work.incidents.placements.counting import hold_posts
from huiying.work.incidents.placements.models import Placement


def place_posts(
    *,
    bureau_id: int,
    result: FeedResult,
    history: Sequence[int],
    grave: Set[int],
    arrivals: Collection[int],
    after: int,
    now: datetime,
) -> int:
    """Store one batch; return the number of its last placement.

    Args:
        history: Posts that the engine only learnt words from: each is an event of its own.
        grave: Posts with words of harm, of copies only the first.
        arrivals: The queue entries of all these posts.
        after: The number of the last placement before this batch.
    """
    placed = [*result.placements, *(Placed(key, key, key, 0.0) for key in history)]
    last = after + len(placed)
    with transaction.atomic():
        hold_posts(bureau_id)
        insert_columns(
            Placement,
            {
                "post_id": [item.key for item in placed],
                "group_id": [item.group for item in placed],
                "event_id": [item.event for item in placed],
                "seq": list(range(after + 1, last + 1)),
                "score": [round(item.score, 4) for item in placed],
                "reasons": [all_to_data(item.reasons) for item in placed],
                "grave": [item.key in grave for item in placed],
            },
            every={"bureau_id": bureau_id, "pinned": False},
        )
        ends = result.final_events()
        held = _events_of_incidents(bureau_id, {item.event for item in result.placements}, ends)
        new = [item.key for item in result.placements if item.event in held]
        count_rows(bureau_id, Placement, new)
        with _counted_merges(bureau_id, ends, held):
            if ends:
                _move_posts(bureau_id, ends)
            drop_open_questions(bureau_id=bureau_id, ended=ends)
            record_questions(bureau_id=bureau_id, suggestions=result.suggestions, now=now)
            for source in events_with_candidate(bureau_id, list(ends)):
                follow_merge(bureau_id=bureau_id, source=source, target=ends[source], now=now)
        Arrival.objects.filter(pk__in=arrivals).delete()
    return last


def _events_of_incidents(bureau_id: int, placed: Set[int], ends: Mapping[int, int]) -> set[int]:
    """Return which of the events of a batch belong to an incident."""
    events = {*placed, *ends, *ends.values()}
    if not events:
        return set()
    rows = IncidentEvent.objects.filter(bureau_id=bureau_id, event_id__in=Keys(events))
    return set(rows.values_list("event_id", flat=True))


@contextmanager
def _counted_merges(bureau_id: int, ends: Mapping[int, int], held: Set[int]) -> Iterator[None]:
    """Keep the counters of posts right while events merge; most belong to no incident.

    Where only events that live on do, the posts that move are counted. Where one that ends
    does, the event that lives on may become the incident's: then all posts of both are.
    """
    ending = held & ends.keys()
    whole = {*ending, *(ends[source] for source in ending)}
    joining = {
        source for source, target in ends.items() if target in held and target not in whole
    }
    rows = Placement.objects.filter(bureau_id=bureau_id, event_id__in=Keys(joining))
    moving = list(rows.values_list("pk", flat=True)) if joining else []
    with (
        counted(bureau_id, Placement, whole, by="event_id"),
        counted(bureau_id, Placement, moving),
    ):
        yield


def _move_posts(bureau_id: int, ends: Mapping[int, int]) -> None:
    """Move the posts of merged events, except those that an officer put there."""
    cases = [When(event_id=source, then=Value(target)) for source, target in ends.items()]
    Placement.objects.filter(bureau_id=bureau_id, event_id__in=ends, pinned=False).update(
        event_id=Case(*cases, output_field=BigIntegerField())
    )
