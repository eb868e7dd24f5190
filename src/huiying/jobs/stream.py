"""One turn of a bureau's stream: accepted posts become placements, candidates, alarms.

In:   arrivals in the database, live ones first.    Out:  placements and what follows from them.
Cost: about a third of a millisecond a post with a window of 50,000, plus the database.

The database is the only state. The engine's window is kept warm in this process and rebuilt
from stored placements and the snapshot when another worker had the stream. One worker at a
time holds a bureau's lease; a job that runs twice changes nothing twice, because an arrival is
deleted in the transaction that places its post.
"""

from __future__ import annotations

import logging
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max
from django.db.models.functions import Coalesce

from huiying.base.accounts.queries import bureaus
from huiying.base.learning.actions.save_snapshot import save_snapshot
from huiying.base.learning.queries import latest_snapshot
from huiying.engine.grave import might_matter
from huiying.engine.stream import EventStream
from huiying.engine.types import (
    CannotLink,
    Decision,
    FeedResult,
    MustLink,
    Reason,
    Split,
    StreamSettings,
)
from huiying.engine.types import Move as MovePost
from huiying.engine.types import Placement as Placed
from huiying.engine.types import Post as EnginePost
from huiying.jobs import clock
from huiying.jobs.models import StreamLease
from huiying.work.collection.models import Arrival, Lane, Post
from huiying.work.incidents.actions.follow_merge import follow_merge, with_candidates
from huiying.work.incidents.actions.propose import LOOK_AT_SIZE, propose, stay_joinable
from huiying.work.incidents.models import OfficerDecision, Placement

log = logging.getLogger("huiying.stream")

BATCH = 500
LEASE = timedelta(seconds=30)
SNAPSHOT_EVERY = 5_000
BACKLOG_LOOK_EVERY = 4_000
WORKER = f"{os.uname().nodename}:{os.getpid()}"


class Worker:
    """The warm stream of one bureau in this process."""

    def __init__(self, bureau_id: int) -> None:
        self.bureau_id = bureau_id
        self.guard = threading.Lock()
        self.engine: EventStream | None = None
        self.seq = 0
        self.decided = 0
        self.since_snapshot = 0
        self.unlooked: dict[int, list[str]] = defaultdict(list)
        self.waiting = 0

    def turn(self, *, now: datetime) -> int:
        """Place one batch; returns how many posts were placed (0 = nothing waited)."""
        with self.guard:
            arrivals = take(self.bureau_id)
            if not arrivals or not hold_lease(self.bureau_id):
                return 0
            try:
                return self._place(arrivals, now)
            except Exception:
                # Whatever the engine saw of a failed batch is thrown away with it.
                self.engine = None
                raise

    def _place(self, arrivals: Sequence[Arrival], now: datetime) -> int:
        engine = self._warm()
        history = [row.post for row in arrivals if row.post.history]
        fresh = [row.post for row in arrivals if not row.post.history]
        if history:  # counting terms anew weighs the whole window again
            engine.learn_history([as_engine_post(post) for post in history])
        result = engine.feed([as_engine_post(post) for post in fresh])
        live = any(row.lane == Lane.LIVE for row in arrivals)
        with transaction.atomic():
            self._store(arrivals, history, result)
            self._look(fresh, result, live=live, now=now)
            self.since_snapshot += len(arrivals)
            if self.since_snapshot >= SNAPSHOT_EVERY:
                save_snapshot(
                    bureau_id=self.bureau_id,
                    turn=self.seq,
                    decided=self.decided,
                    blob=engine.snapshot(),
                    now=now,
                )
                self.since_snapshot = 0
        return len(arrivals)

    def _warm(self) -> EventStream:
        """Return the engine, rebuilt from the database when it is cold or behind."""
        stored = last_seq(self.bureau_id)
        if self.engine is None or stored != self.seq:
            self.engine, self.decided = rebuild(self.bureau_id)
            self.seq = stored
            self.since_snapshot = SNAPSHOT_EVERY  # another worker may stop before its snapshot
        rows = OfficerDecision.objects.filter(bureau_id=self.bureau_id, seq__gt=self.decided)
        for row in rows.order_by("seq"):
            carry_out(self.engine, row)
            self.decided = row.seq
            self.since_snapshot = SNAPSHOT_EVERY  # a constraint is never lost with a process
        self.engine.keep_open(stay_joinable(self.bureau_id))
        return self.engine

    def _store(
        self, arrivals: Sequence[Arrival], history: Sequence[Post], result: FeedResult
    ) -> None:
        placed = list(result.placements)
        placed += [Placed(post.pk, post.pk, post.pk, 0.0) for post in history]
        rows = []
        for offset, item in enumerate(placed, start=1):
            rows.append(
                Placement(
                    post_id=item.key,
                    bureau_id=self.bureau_id,
                    group_id=item.group,
                    event_id=item.event,
                    seq=self.seq + offset,
                    score=round(item.score, 4),
                    reasons=[_reason(reason) for reason in item.reasons],
                )
            )
        Placement.objects.bulk_create(rows)
        self.seq += len(rows)
        for merge in result.merges:
            Placement.objects.filter(
                bureau_id=self.bureau_id, event_id=merge.source_event, pinned=False
            ).update(event_id=merge.target_event)
        Arrival.objects.filter(pk__in=[row.pk for row in arrivals]).delete()

    def _look(
        self, fresh: Sequence[Post], result: FeedResult, *, live: bool, now: datetime
    ) -> None:
        """Look at the events that the batch touched.

        Grave words are looked at in their own turn, always; the rest of a backlog in larger
        steps, so that an import is not slowed by looking at the same large event every turn.
        """
        grave = self._note(fresh, result, now)
        self.waiting += len(fresh)
        whole = live or self.waiting >= BACKLOG_LOOK_EVERY or len(fresh) < BATCH // 2
        looked = list(self.unlooked) if whole else list(grave)
        touched = {event: self.unlooked.pop(event) for event in looked}
        if whole:
            self.waiting = 0
        ids = grave | large_enough(self.bureau_id, [e for e in touched if e not in grave])
        if ids:
            reasons = {event: list(dict.fromkeys(touched[event])) for event in ids}
            propose(bureau_id=self.bureau_id, event_ids=ids, now=now, reasons=reasons)

    def _note(self, fresh: Sequence[Post], result: FeedResult, now: datetime) -> set[int]:
        """Note why posts came together; return the events in which a new text is grave."""
        moved = {merge.source_event: merge.target_event for merge in result.merges}
        texts = {post.pk: post for post in fresh}
        grave = set()
        for item in result.placements:
            event = _follow(item.event, moved)
            self.unlooked[event] += [reason.text for reason in item.reasons][:2]
            post = texts[item.key]
            if item.group == item.key and might_matter(post.title, post.text):
                grave.add(event)
        known = with_candidates(self.bureau_id, [merge.source_event for merge in result.merges])
        for merge in result.merges:
            target = _follow(merge.target_event, moved)
            self.unlooked[target] += [reason.text for reason in merge.reasons][:2]
            self.unlooked[target] += self.unlooked.pop(merge.source_event, [])
            if merge.source_event in known:
                follow_merge(
                    bureau_id=self.bureau_id, source=merge.source_event, target=target, now=now
                )
        return grave


_workers: dict[int, Worker] = {}
_registry = threading.Lock()


def worker_of(bureau_id: int) -> Worker:
    """Return this process's worker of a bureau."""
    with _registry:
        return _workers.setdefault(bureau_id, Worker(bureau_id))


def forget_workers() -> None:
    """Drop every warm window (after a restore, between tests)."""
    with _registry:
        _workers.clear()


def take(bureau_id: int) -> list[Arrival]:
    """Return the next arrivals: live ones first, then the backlog, at most ``BATCH``."""
    rows = Arrival.objects.filter(bureau_id=bureau_id).select_related("post")
    return list(rows.order_by("lane", "id")[:BATCH])


def turn_all(*, now: datetime) -> int:
    """Give every bureau one turn; a bureau that fails never stops the others."""
    placed = 0
    waiting = set(Arrival.objects.values_list("bureau_id", flat=True).distinct())
    for bureau in bureaus().filter(pk__in=waiting):
        try:
            placed += worker_of(bureau.pk).turn(now=now)
        except Exception:
            log.exception("the stream of %s failed; its posts stay queued", bureau.slug)
    return placed


def drain(bureau_id: int, *, on_progress: Callable[[int], None] | None = None) -> int:
    """Turn until nothing waits, or another worker holds the stream; returns posts placed."""
    total = 0
    while placed := worker_of(bureau_id).turn(now=clock.now()):
        total += placed
        if on_progress:
            on_progress(total)
    return total


def hold_lease(bureau_id: int) -> bool:
    """Take or keep the bureau's lease; False while another worker holds it."""
    now = clock.real_now()
    until = now + LEASE
    holder = f"{WORKER}:{threading.main_thread().ident}"
    mine = StreamLease.objects.filter(bureau_ref=bureau_id, holder=holder)
    free = StreamLease.objects.filter(bureau_ref=bureau_id, until__lt=now)
    if mine.update(until=until) or free.update(holder=holder, until=until):
        return True
    _, made = StreamLease.objects.get_or_create(
        bureau_ref=bureau_id, defaults={"holder": holder, "until": until}
    )
    return made


def held_elsewhere(bureau_id: int) -> bool:
    """Tell whether another process turns the stream of a bureau right now."""
    holder = f"{WORKER}:{threading.main_thread().ident}"
    return (
        StreamLease.objects.filter(bureau_ref=bureau_id, until__gte=clock.real_now())
        .exclude(holder=holder)
        .exists()
    )


def rebuild(bureau_id: int) -> tuple[EventStream, int]:
    """Rebuild the engine's window from stored placements and the snapshot of counts.

    Returns:
        The engine, and the number of the last officers' decision that it knows of.
    """
    settings = StreamSettings()
    stored = latest_snapshot(bureau_id)
    open_events = stay_joinable(bureau_id)
    rows = Placement.objects.filter(bureau_id=bureau_id, post__history=False)
    newest = list(rows.select_related("post").order_by("-seq")[: settings.window_posts])[::-1]
    inside = {row.event_id for row in newest}
    older = []
    for event in open_events:
        if event not in inside:
            posts = rows.filter(event_id=event).select_related("post").order_by("-seq")
            older += list(posts[: settings.open_event_posts])
    older.sort(key=lambda row: row.seq)
    window = (
        (as_engine_post(row.post), Placed(row.post_id, row.group_id, row.event_id, row.score))
        for row in [*older, *newest]
    )
    engine = EventStream.rebuild(
        window,
        bytes(stored.blob) if stored else None,
        settings,
        open_events=open_events,
    )
    return engine, stored.decided if stored else 0


def carry_out(engine: EventStream, row: OfficerDecision) -> None:
    """Tell the engine an officer's decision; the stored placements already follow it."""
    try:
        engine.decide(as_decision(row))
    except ValueError:
        # Later posts joined the event since: the placements hold, only the note is old.
        log.info("decision %s of bureau %s was overtaken", row.seq, row.bureau_id)


def last_seq(bureau_id: int) -> int:
    """Return the number of the newest placement of a bureau."""
    found: int = Placement.objects.filter(bureau_id=bureau_id).aggregate(
        last=Coalesce(Max("seq"), 0)
    )["last"]
    return found


def large_enough(bureau_id: int, event_ids: list[int]) -> set[int]:
    """Return the events that hold enough posts for a look."""
    return set(
        Placement.objects.filter(bureau_id=bureau_id, event_id__in=event_ids)
        .values("event_id")
        .annotate(n=Count("pk"))
        .filter(n__gte=LOOK_AT_SIZE)
        .values_list("event_id", flat=True)
    )


def as_engine_post(post: Post) -> EnginePost:
    """Return a stored post as the engine sees it."""
    return EnginePost(
        key=post.pk,
        title=post.title,
        text=post.text,
        at=post.published_at or post.collected_at,
        source=post.channel,
        community=post.community,
        voice=bytes(post.voice) if post.voice is not None else None,
    )


def as_decision(row: OfficerDecision) -> Decision:
    """Return an officer's stored decision as the engine's constraint."""
    data = row.data
    if row.kind == "move":
        return MovePost(int(data["key"]), int(data["event"]))
    if row.kind == "split":
        return Split(tuple(int(key) for key in data["keys"]), int(data["new_event"]))
    kind = MustLink if row.kind == "must_link" else CannotLink
    return kind(int(data["left"]), int(data["right"]))


def _reason(reason: Reason) -> dict[str, object]:
    score = None if reason.score is None else round(reason.score, 3)
    return {"code": reason.code, "text": reason.text, "score": score}


def _follow(event: int, moved: dict[int, int]) -> int:
    while event in moved:
        event = moved[event]
    return event
