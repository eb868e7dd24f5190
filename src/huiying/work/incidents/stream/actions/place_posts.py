"""Store what the engine decided about one batch of posts.

In:   the engine's placements and merges, posts of history, the queue entries of them all.
Out:  placements; candidates, incidents and questions follow merged events; an empty queue.
Cost: one insert for the batch; a few queries a merge, and merges are rare.

An arrival is deleted in the transaction that places its post: nothing is placed twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, Case, Value, When

from huiying.base.accounts.core.models import Bureau
from huiying.base.db.bulk import insert_columns
from huiying.base.db.locks import lock_row
from huiying.engine.stream.types import FeedResult
from huiying.engine.stream.types import Placement as Placed
from huiying.reasons.reason import all_to_data
from huiying.work.collection.posts.models import Arrival
from huiying.work.incidents.candidates.actions.follow_merge import follow_merge
from huiying.work.incidents.candidates.queries import events_with_candidate
from huiying.work.incidents.merge_questions.actions.record import (
    drop_open_questions,
    record_questions,
)
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
        if ends:
            _move_posts(bureau_id, ends)
        drop_open_questions(bureau_id=bureau_id, ended=ends)
        record_questions(bureau_id=bureau_id, suggestions=result.suggestions, now=now)
        for source in events_with_candidate(bureau_id, list(ends)):
            follow_merge(bureau_id=bureau_id, source=source, target=ends[source], now=now)
        Arrival.objects.filter(pk__in=arrivals).delete()
    return last


def _move_posts(bureau_id: int, ends: Mapping[int, int]) -> None:
    """Move the posts of merged events, except those that an officer put there."""
    lock_row(Bureau, bureau_id, referable=True)  # no other process joins events
    cases = [When(event_id=source, then=Value(target)) for source, target in ends.items()]
    Placement.objects.filter(bureau_id=bureau_id, event_id__in=ends, pinned=False).update(
        event_id=Case(*cases, output_field=BigIntegerField())
    )
