"""Convert stored posts, placements and decisions into values of the engine.

In:   rows of one bureau.    Out:  the engine's values; its window after a restart.
Cost: a rebuild reads the window once, about 50,000 posts in some twenty seconds.

The window is rebuilt from stored placements and the snapshot of counts, never by clustering
again: an interrupted run equals an uninterrupted one (design §6).
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import Exists, OuterRef

from huiying.base.learning.queries import latest_snapshot
from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.settings import StreamSettings
from huiying.engine.stream.snapshots import UnreadableSnapshot
from huiying.engine.stream.types import (
    CannotLink,
    Decision,
    MayLink,
    MovePost,
    MustLink,
    SplitEvent,
)
from huiying.engine.stream.types import Placement as Placed
from huiying.engine.types import Post as EnginePost
from huiying.work.collection.posts.models import Arrival, Post
from huiying.work.incidents.candidates.queries import joinable_event_ids
from huiying.work.incidents.placements.models import OfficerDecision, Placement

log = logging.getLogger("huiying.stream")

ENGINE_POST_FIELDS = (
    "post_id",
    "post__title",
    "post__text",
    "post__published_at",
    "post__collected_at",
)
"""What the engine sees of a post, from a row that points to it: nothing of who wrote it."""


def rebuild(bureau_id: int) -> tuple[EventStream, int]:
    """Rebuild the engine's window from stored placements and the snapshot of counts.

    Returns:
        The engine, and the number of the last officers' decision that it knows of.
    """
    settings = StreamSettings()
    stored = latest_snapshot(bureau_id)
    open_events = joinable_event_ids(bureau_id)
    placed = Placement.objects.filter(bureau_id=bureau_id, post__history=False)
    rows = placed.order_by("-seq").values_list(
        "seq", "group_id", "event_id", "score", *ENGINE_POST_FIELDS
    )
    newest = list(rows[: window_size(bureau_id, settings)])[::-1]
    older = []
    for event in open_events if newest else []:
        beyond = rows.filter(event_id=event, seq__lt=newest[0][0])
        older += list(beyond[: settings.open_event_posts])
    window = [
        (post := as_engine_post(*of_post), Placed(post.key, group, event, score))
        for _seq, group, event, score, *of_post in [*sorted(older), *newest]
    ]
    blob = bytes(stored.blob) if stored else None
    try:
        engine = EventStream.rebuild(window, blob, settings, open_events=open_events)
    except UnreadableSnapshot:
        # Of another version: the counts of the window alone are a little less sharp.
        log.warning("the snapshot of bureau %s cannot be read; counting the window", bureau_id)
        engine = EventStream.rebuild(window, None, settings, open_events=open_events)
        return engine, 0
    return engine, stored.decided if stored else 0


def window_size(bureau_id: int, settings: StreamSettings) -> int:
    """Return how many posts the window holds: so many, or so much time, whichever is more."""
    waiting = Arrival.objects.filter(post=OuterRef("pk"))
    rows = Post.objects.filter(~Exists(waiting), bureau_id=bureau_id, history=False)
    # Not by Max(): with the condition on arrivals PostgreSQL would read every post for it.
    last = rows.order_by("-collected_at").values_list("collected_at", flat=True).first()
    if last is None:
        return settings.window_posts
    recent = rows.filter(collected_at__gt=last - settings.window_span).count()
    return min(max(settings.window_posts, recent), settings.window_max_posts)


def apply_decision(engine: EventStream, row: OfficerDecision) -> None:
    """Tell the engine an officer's decision; the stored placements already follow it."""
    try:
        engine.decide(as_decision(row))
    except ValueError:
        # Later posts joined the event since: the placements hold, only the note is old.
        log.info("decision %s of bureau %s was overtaken", row.seq, row.bureau_id)


def as_engine_post(
    key: int, title: str, text: str, published_at: datetime | None, collected_at: datetime
) -> EnginePost:
    """Return a stored post, read by ``ENGINE_POST_FIELDS``, as the engine sees it."""
    return EnginePost(key, title, text, published_at or collected_at, masked=True)


def as_decision(row: OfficerDecision) -> Decision:
    """Return an officer's stored decision as the engine's constraint."""
    data = row.data
    if row.kind == "move":
        return MovePost(int(data["key"]), int(data["event"]), int(data["from"]))
    if row.kind == "split":
        keys = tuple(int(key) for key in data["keys"])
        return SplitEvent(keys, int(data["new_event"]), int(data["from"]))
    left, right = int(data["left"]), int(data["right"])
    if row.kind == "must_link":
        return MustLink(left, right)
    return MayLink(left, right) if row.kind == "may_link" else CannotLink(left, right)
