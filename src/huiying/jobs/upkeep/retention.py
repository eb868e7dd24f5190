"""Carry out the deletions of posts that two persons signed, while nothing else waits.

In:   deletions that run.    Out:  posts deleted, batch by batch; the stream follows.
Cost: at most ``SECONDS_A_TURN`` of one processor a turn; one small query when there is nothing.

A window of the stream that still knows a post which goes is read anew (``lease.end_turn``).
"""

from __future__ import annotations

import time
from datetime import datetime
from functools import partial

from huiying.engine.stream.settings import StreamSettings
from huiying.jobs.stream.lease import end_turn
from huiying.work.closing.retention.actions.delete_batch import delete_batch
from huiying.work.closing.retention.models import PostDeletion
from huiying.work.closing.retention.queries import running_deletions
from huiying.work.collection.posts.queries import has_backlog
from huiying.work.incidents.placements.models import Placement

SECONDS_A_TURN = 2.0


def turn(now: datetime) -> int:
    """Go on with each deletion for a while; returns how many posts went."""
    gone, begun = 0, time.monotonic()
    for deletion in running_deletions():
        follow = partial(_follow, deletion, _window_start(deletion.bureau_id))
        while time.monotonic() - begun < SECONDS_A_TURN and not has_backlog():
            count = delete_batch(deletion=deletion, now=now, before=follow)
            gone += count
            if not count:
                break
    return gone


def _follow(deletion: PostDeletion, window_start: int, newest: int) -> None:
    if newest >= window_start > 0:
        end_turn(deletion.bureau_id)


def _window_start(bureau_id: int) -> int:
    """Return the number of the oldest placement that a window of the stream may hold."""
    rows = Placement.objects.filter(bureau_id=bureau_id).order_by("-seq")
    beyond = rows.values_list("seq", flat=True)[StreamSettings().window_max_posts :][:1]
    return next(iter(beyond), 0) + 1
