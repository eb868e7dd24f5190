"""One turn of a bureau's stream: accepted posts become placements, candidates, alarms.

In:   arrivals in the database, live ones first.    Out:  placements and what follows from them.
Cost: about a third of a millisecond a post with a window of 50,000, plus the database.

The database is the only state. The engine's window is kept warm in this process and rebuilt
from stored placements and the snapshot when another worker had the stream. One worker at a
time holds a bureau's lease; a job that runs twice changes nothing twice, because an arrival is
deleted in the transaction that places its post (what follows from it: ``assessment_queue.py``).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from huiying.base.accounts.core.queries import bureaus
from huiying.base.learning.actions.save_snapshot import save_snapshot
from huiying.base.learning.queries import snapshot_turn
from huiying.engine.reading.urgent import may_be_urgent
from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.types import FeedResult
from huiying.engine.text.terms import BaseWeights, TermIds
from huiying.engine.types import Post
from huiying.jobs import clock
from huiying.jobs.shares import Takes, takes_all
from huiying.jobs.stream.assessment_queue import EVENTS_A_TURN, AssessmentQueue
from huiying.jobs.stream.lease import Heartbeat, Lease, LeaseLost
from huiying.jobs.stream.prepare_ahead import PrepareAhead
from huiying.jobs.stream.rebuild import (
    ENGINE_POST_FIELDS,
    apply_decision,
    as_engine_post,
    rebuild,
)
from huiying.jobs.stream.shared_assessments import SharedAssessments
from huiying.work.collection.posts.models import Arrival, Lane
from huiying.work.collection.posts.queries import bureaus_with_arrivals, has_more_arrivals
from huiying.work.collection.sources.models import SourceKind
from huiying.work.collection.topics.actions.mark_posts import mark_posts
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.queries import joinable_event_ids
from huiying.work.incidents.placements.models import OfficerDecision
from huiying.work.incidents.placements.queries import last_placement_number
from huiying.work.incidents.stream.actions.place_posts import place_posts

log = logging.getLogger("huiying.stream")

BATCH = 500  # posts a turn …
BESIDE_LIVE = 200  # … while live ones come: an alarm waits for a whole turn, or for two
LIVE_FOR = timedelta(seconds=10)  # after a live one
PREPARED_AHEAD = 2 * BATCH  # posts of a backlog that a second process has
SNAPSHOT_EVERY = 5_000


class _Waiting(NamedTuple):
    """An arrival and its post."""

    pk: int
    lane: int
    history: bool
    by_hand: bool
    post: Post


class Worker:
    """The warm stream of one bureau in this process."""

    def __init__(self, bureau_id: int) -> None:
        self.bureau_id = bureau_id
        self.guard = threading.Lock()
        self.engine: EventStream | None = None
        self.seq = 0
        self.decided = 0
        self.since_snapshot = 0
        self.live_at: datetime | None = None  # when the last live post was taken
        self.lease = Lease(bureau_id)
        self.backlog: list[_Waiting] = []
        self.ahead = PrepareAhead()
        self.looks: AssessmentQueue | None = None
        self.aside: SharedAssessments | None = None  # while an import shares its looks

    def turn(self, *, now: datetime, waiting: bool | None = None) -> int:
        """Place one batch and look at what it touched.

        Args:
            waiting: Whether posts wait, where the caller knows; None = it is looked up.

        Returns:
            How many posts were placed; 0 = nothing waits, or another worker has the stream.
        """
        with self.guard:
            if waiting is None:
                waiting = has_more_arrivals(self.bureau_id, 0)
            owed = self.engine is not None and self.since_snapshot >= SNAPSHOT_EVERY
            if self.looks is not None and not (waiting or self.looks or owed):
                return 0
            while self.lease.hold():
                try:
                    with _heartbeat.during(self.bureau_id):
                        return self._turn(now, waiting=waiting)
                except LeaseLost:  # nothing was stored; taken up again if it is free by now
                    log.warning("the stream of bureau %s was taken over", self.bureau_id)
            self._drop_old_notes()
            return 0

    def _turn(self, now: datetime, *, waiting: bool) -> int:
        """Place and look, as the holder of the lease.

        Raises:
            LeaseLost: If another process took it over meanwhile; nothing was stored.
        """
        try:
            placed = self._place(now) if waiting else 0
            looks = self._looks()
        except Exception:
            self._drop_old_notes()
            raise
        whole, limit = not self.backlog, EVENTS_A_TURN if waiting else None
        looks.look(now=now, seq=self.seq, whole=whole, limit=limit)
        self._snapshot(looks, now)
        return placed

    def _drop_old_notes(self) -> None:
        """Throw the warm window away: another worker goes on, or a batch failed in it."""
        self.engine, self.looks = None, None
        self.backlog.clear()
        self.ahead.forget()

    def _looks(self) -> AssessmentQueue:
        """Return the events to look at; a new worker begins with those after the snapshot."""
        if self.looks is None:
            self.looks = AssessmentQueue(FactsReader(self.bureau_id, self._terms), self.aside)
            self.looks.recover(since=snapshot_turn(self.bureau_id))
        return self.looks

    def _terms(self, key: int) -> tuple[TermIds, BaseWeights] | None:
        return None if self.engine is None else self.engine.terms(key)

    def _take(self, now: datetime) -> list[_Waiting]:
        """Return the next arrivals: live ones first, then some of the backlog.

        The backlog is read some batches ahead, and a second process reads its words
        meanwhile: only the holder of the lease deletes arrivals, so what was read still waits.
        """
        live = self._read(BATCH, lane=Lane.LIVE)
        self.live_at = now if live else self.live_at
        lively = self.live_at is not None and abs(now - self.live_at) < LIVE_FOR
        room = max(0, (BESIDE_LIVE if lively else BATCH) - len(live))
        last = self.backlog[-1].pk if self.backlog else 0
        more = max(0, room + PREPARED_AHEAD - len(self.backlog))
        self.backlog += self._read(more, lane=Lane.BACKLOG, pk__gt=last)
        chosen, self.backlog = self.backlog[:room], self.backlog[room:]
        soon = [
            row.post
            for row in self.backlog[:PREPARED_AHEAD]
            if not self.ahead.has(row.post.key)
        ]
        for start in range(0, len(soon), BATCH):
            self.ahead.start(soon[start : start + BATCH])
        return live + chosen

    def _read(self, most: int, **which: int) -> list[_Waiting]:
        rows = Arrival.objects.filter(bureau_id=self.bureau_id, **which).order_by("id")
        found = rows.values_list(
            "id", "lane", "post__history", "post__source__kind", *ENGINE_POST_FIELDS
        )[:most]
        return [
            _Waiting(pk, lane, history, kind == SourceKind.MANUAL, as_engine_post(*post))
            for pk, lane, history, kind, *post in found
        ]

    def _place(self, now: datetime) -> int:
        looks, engine = self._looks(), self._warm()
        arrivals = self._take(now)
        history = [row.post for row in arrivals if row.history]
        fresh = [row.post for row in arrivals if not row.history]
        if history:  # counting terms anew weighs the whole window again
            engine.learn_history(self.ahead.ready(history))
        result = engine.feed(self.ahead.ready(fresh))
        grave = _grave(fresh, result)
        with transaction.atomic():
            self.lease.fence()
            self.seq = place_posts(
                bureau_id=self.bureau_id,
                result=result,
                history=[post.key for post in history],
                grave=grave,
                arrivals=[row.pk for row in arrivals],
                after=self.seq,
                now=now,
            )
            mark_posts(
                bureau_id=self.bureau_id,
                posts=[(post.key, post.title, post.text) for post in fresh],
                now=now,
            )
        by_hand = {row.post.key for row in arrivals if row.by_hand}
        live = {row.post.key for row in arrivals if row.lane == Lane.LIVE}
        looks.note(result, grave | by_hand, live)
        self.since_snapshot += len(arrivals)
        return len(arrivals)

    def _snapshot(self, looks: AssessmentQueue, now: datetime) -> None:
        """Keep the engine's counts now and then, after all events were looked at or given."""
        if self.engine is None or looks.waiting or self.since_snapshot < SNAPSHOT_EVERY:
            return
        save_snapshot(
            bureau_id=self.bureau_id,
            turn=looks.assessed_to,
            decided=self.decided,
            blob=self.engine.snapshot(),
            now=now,
        )
        if looks.assessed_to == self.seq:  # else once more, when the other process is done
            self.since_snapshot = 0

    def _warm(self) -> EventStream:
        """Return the engine, rebuilt from the database when it is cold or behind."""
        stored = last_placement_number(self.bureau_id)
        if self.engine is None or stored != self.seq:
            self.engine, self.decided = rebuild(self.bureau_id)
            self.seq = stored
            self.since_snapshot = SNAPSHOT_EVERY  # another worker may stop before its snapshot
        rows = OfficerDecision.objects.filter(bureau_id=self.bureau_id, seq__gt=self.decided)
        for row in rows.order_by("seq"):
            apply_decision(self.engine, row)
            self.decided = row.seq
            self.since_snapshot = SNAPSHOT_EVERY  # a constraint is never lost with a process
        self.engine.keep_open(joinable_event_ids(self.bureau_id))
        return self.engine


_heartbeat = Heartbeat()
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


def turn_all(*, now: datetime, takes: Takes = takes_all) -> int:
    """Give every bureau one turn; a bureau that fails never stops the others.

    Args:
        takes: Asked for the number of a bureau: whether it is in the share of this worker.
    """
    placed, waiting = 0, bureaus_with_arrivals()
    for bureau in bureaus():
        if not takes(str(bureau.pk)):
            continue
        try:
            placed += worker_of(bureau.pk).turn(now=now, waiting=bureau.pk in waiting)
        except Exception:
            log.exception("the stream of %s failed; its posts stay queued", bureau.slug)
    return placed


def drain(
    bureau_id: int,
    *,
    leave: int = 0,
    on_progress: Callable[[int], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Turn until nothing waits, or another worker holds the stream; returns posts placed.

    Args:
        leave: So many posts may go on waiting: while more of a file come in, a second process
            reads the words of these.
        should_stop: Asked before each turn.
    """
    total = 0
    while (
        not should_stop()
        and (not leave or has_more_arrivals(bureau_id, leave))
        and (placed := worker_of(bureau_id).turn(now=clock.now()))
    ):
        total += placed
        if on_progress:
            on_progress(total)
    return total


def _grave(posts: Sequence[Post], result: FeedResult) -> set[int]:
    """Return the keys of the posts that hold words of harm, of copies only the first."""
    first = {item.key for item in result.placements if item.group == item.key}
    return {
        post.key for post in posts if post.key in first and may_be_urgent(post.title, post.text)
    }
