"""The window of posts that can still be joined, with its indexes.

In:   prepared posts with their places (group and event).
Out:  events, copies and neighbours, kept in step.
Cost: about 5 KB a post; every part is a function of the posts, their places and the table of
      rarities, so that a window rebuilt from storage is the window that was lost.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from huiying.engine.stream.direct_links import LinkJudge
from huiying.engine.stream.document_frequency import DocumentFrequency
from huiying.engine.stream.duplicates import CopyIndex
from huiying.engine.stream.events import Event
from huiying.engine.stream.idf import UNIT, IdfTable, squared_norm
from huiying.engine.stream.live_post import LivePost
from huiying.engine.stream.neighbours import (
    NeighbourIndex,
    RetrievalRow,
    heaviest_terms,
    heaviest_terms_of_all,
)
from huiying.engine.stream.vectors import ScratchVector
from huiying.engine.text.terms import base_weights, unpack_counts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from huiying.engine.stream.prepare import PreparedPost
    from huiying.engine.stream.settings import StreamSettings

_WEIGHED_AT_ONCE: Final = 2_048
_SORTED_AT_ONCE: Final = 512  # a batch: what is sorted lies in several copies for a moment


class Window:
    """Live posts by key, in order of arrival."""

    def __init__(self, settings: StreamSettings, idf: IdfTable) -> None:
        self.settings = settings
        self.idf = idf
        self.scratch = ScratchVector()
        self._frequency = DocumentFrequency()  # of the posts that stand for their copies
        self.judge = LinkJudge(settings, idf, self.scratch, self._frequency)
        self.posts: dict[int, LivePost] = {}
        self.events: dict[int, Event] = {}
        self.copies = CopyIndex(least_share=settings.copy_share)
        self.index = self._new_index()
        self._order: deque[int] = deque()
        self._kept_open: dict[int, None] = {}  # older posts of open events
        self._groups: dict[int, list[int]] = {}  # of several, in order of arrival
        self._representatives: dict[
            tuple[int, int], int
        ] = {}  # (group, event) → who stands for it

    def _new_index(self) -> NeighbourIndex:
        return NeighbourIndex(
            neighbours=self.settings.retrieve_posts, floor=self.settings.retrieve_floor
        )

    def make_live_post(self, prepared: PreparedPost, *, group: int, event: int) -> LivePost:
        """Return the post as the window keeps it, not yet weighed."""
        return LivePost(
            key=prepared.key, at=prepared.at, group=group, event=event, ids=prepared.ids,
            times=prepared.times.tobytes(), names=prepared.names, scene=prepared.scene,
            lead=prepared.lead, lead_words=prepared.lead_words, has_title=prepared.has_title,
            copy_signature=prepared.copy_signature,
        )  # fmt: skip

    def weigh(self, post: LivePost) -> None:
        """Give a post the vector that the table in use says."""
        weights = self.idf.weigh(post.ids, post.base)
        names = self.idf.name_weights(post.names)
        has_rare = bool(self.idf.rare.take(post.ids).any())
        post.weigh(weights, squared_norm(weights), names, has_rare=has_rare)

    def row(self, post: LivePost) -> RetrievalRow:
        """Return the terms by which a post is retrieved."""
        return heaviest_terms(post.ids, post.weights, self.settings.retrieve_terms)

    def rows(self, posts: list[LivePost]) -> list[RetrievalRow]:
        """Return the terms by which each of some weighed posts is retrieved."""
        if not posts:
            return []
        return heaviest_terms_of_all(
            np.concatenate([post.ids for post in posts]),
            np.concatenate([post.weights for post in posts]),
            np.fromiter((post.ids.size for post in posts), np.intp, len(posts)),
            self.settings.retrieve_terms,
        )

    def event_row(self, event: Event) -> RetrievalRow:
        """Return the terms by which an event looks for neighbours, as long as a post's."""
        ids, sums = event.compact()
        scale = UNIT / event.squared_norm**0.5 if event.squared_norm > 0 else 0.0
        columns, values = heaviest_terms(ids, sums, self.settings.retrieve_terms)  # type: ignore[arg-type]
        return columns, (values * scale).round()

    def add(
        self, post: LivePost, row: RetrievalRow | None = None, product: float | None = None
    ) -> None:
        """Put a post into its group and event.

        Args:
            row: The terms by which it is retrieved, if known.
            product: Its product with the sum of the event, if known.
        """
        self.posts[post.key] = post
        self._order.append(post.key)
        self._note_copy(post)
        event = self.events.get(post.event)
        if event is None:
            event = self.events[post.event] = Event(post.event)
        event.keys[post.key] = None
        if (post.group, post.event) not in self._representatives:
            self._represent(post, row, product)

    def restore(self, prepared: PreparedPost, *, group: int, event: int) -> None:
        """Put a stored post back to its place; ``reweigh`` must follow before any use."""
        post = self.make_live_post(prepared, group=group, event=event)
        self.posts[post.key] = post
        self._order.append(post.key)
        self._note_copy(post)
        held = self.events.setdefault(event, Event(event))
        held.keys[post.key] = None
        if (group, event) not in self._representatives:
            self._representatives[group, event] = post.key
            held.members[post.key] = post
            self._frequency.add(post.ids)
            self.copies.add(post.key, post.copy_signature)

    def _note_copy(self, post: LivePost) -> None:
        """Note that a post is a copy; a group of one, as most are, needs no list."""
        if post.group in self._groups:
            self._groups[post.group].append(post.key)
        elif post.key != post.group:
            self._groups[post.group] = [*self._copies(post.group), post.key]

    def _copies(self, group: int) -> Sequence[int]:
        """Return the posts of a group in order of arrival."""
        alone = (group,) if group in self.posts else ()
        return self._groups.get(group, alone)

    def _represent(
        self, post: LivePost, row: RetrievalRow | None = None, product: float | None = None
    ) -> None:
        if not post.weighed:
            self.weigh(post)
        self._representatives[post.group, post.event] = post.key
        self._frequency.add(post.ids)
        self.events[post.event].add(post, product)
        self.copies.add(post.key, post.copy_signature)
        self.index.add(post.key, self.row(post) if row is None else row)

    def _withdraw(self, post: LivePost) -> None:
        del self._representatives[post.group, post.event]
        self._frequency.remove(post.ids)
        self.events[post.event].remove(post)
        self.copies.remove(post.key, post.copy_signature)
        self.index.remove(post.key)

    def _choose_representative(self, group: int, event: int) -> None:
        """Let the oldest live copy stand for the copies of a group inside an event."""
        oldest = next(
            (key for key in self._copies(group) if self.posts[key].event == event), None
        )
        standing = self._representatives.get((group, event))
        if oldest == standing:
            return
        if standing is not None:
            self._withdraw(self.posts[standing])
        if oldest is not None:
            self._represent(self.posts[oldest])

    def drop(self, key: int) -> None:
        """Forget a post."""
        post = self._leave(key)
        del self.posts[key]
        if post.group in self._groups:
            self._groups[post.group].remove(key)
            if not self._groups[post.group]:
                del self._groups[post.group]
        self._choose_representative(post.group, post.event)
        self._forget_if_empty(post.event)

    def _leave(self, key: int) -> LivePost:
        post = self.posts[key]
        if self._representatives.get((post.group, post.event)) == key:
            self._withdraw(post)
        del self.events[post.event].keys[key]
        return post

    def _forget_if_empty(self, event: int) -> None:
        held = self.events.get(event)
        if held is not None and not held.keys:
            del self.events[event]

    def move(self, key: int, event: int) -> None:
        """Put a live post into another event."""
        post = self._leave(key)
        old, post.event = post.event, event
        self.events.setdefault(event, Event(event)).keys[key] = None
        self._choose_representative(post.group, old)
        self._choose_representative(post.group, event)
        self._forget_if_empty(old)

    def merge(self, source: int, target: int) -> None:
        """Put all posts of one event into another."""
        leaving, staying = self.events[source], self.events[target]
        double = [
            post
            for post in leaving.members.values()
            if (post.group, target) in self._representatives
        ]
        for post in double:
            self._withdraw(post)
        for post in leaving.members.values():
            self._representatives[post.group, target] = self._representatives.pop(
                (post.group, source)
            )
        for key in leaving.keys:
            self.posts[key].event = target
        if leaving.members:
            staying.absorb(leaving)
        else:
            staying.keys |= leaving.keys
        del self.events[source]
        for post in double:
            self._choose_representative(post.group, target)

    def expire(self, open_events: Collection[int]) -> None:
        """Forget what is older than the window, save the newest posts of open events."""
        settings, order = self.settings, self._order
        while len(order) > settings.window_posts and (
            len(order) > settings.window_max_posts
            or self.posts[order[0]].at < self.posts[order[-1]].at - settings.window_span
        ):
            key = order.popleft()
            if self.posts[key].event in open_events:
                self._kept_open[key] = None
            else:
                self.drop(key)
        for key in list(self._kept_open):
            event = self.posts[key].event
            too_many = len(self.events[event].keys) > settings.open_event_posts
            if event not in open_events or too_many:
                del self._kept_open[key]
                self.drop(key)

    def reweigh(self) -> None:
        """Follow a new table of rarities: weigh what stands and sum every event anew."""
        self.idf.refresh()
        self.index = self._new_index()
        for post in self.posts.values():
            post.weighed = False
        standing = [self.posts[key] for key in sorted(self._representatives.values())]
        self.weigh_all(standing)
        for start in range(0, len(standing), _SORTED_AT_ONCE):
            some = standing[start : start + _SORTED_AT_ONCE]
            for post, row in zip(some, self.rows(some), strict=True):
                self.index.add(post.key, row)
        for event in self.events.values():
            event.resum()

    def weigh_all(self, posts: list[LivePost]) -> None:
        """Weigh many posts at once."""
        for start in range(0, len(posts), _WEIGHED_AT_ONCE):
            some = [post for post in posts[start : start + _WEIGHED_AT_ONCE] if post.ids.size]
            sizes = np.fromiter((post.ids.size for post in some), np.intp, len(some))
            starts = np.concatenate((np.zeros(1, np.intp), np.cumsum(sizes)))
            if some:
                ids = np.concatenate([post.ids for post in some])
                base = base_weights(ids, unpack_counts(*(post.times for post in some)))
                weights = self.idf.weigh_all(ids, base, starts[:-1])
                squares = np.add.reduceat(np.square(weights, dtype=np.float64), starts[:-1])
                rare = np.logical_or.reduceat(self.idf.rare.take(ids), starts[:-1]).tolist()
                bounds = pairwise(starts.tolist())
                rows = zip(some, bounds, squares.tolist(), rare, strict=True)
                for post, (at, end), square, has_rare in rows:
                    names = self.idf.name_weights(post.names)
                    post.weigh(weights[at:end].copy(), square, names, has_rare=has_rare)
        for post in posts:
            if not post.weighed:
                self.weigh(post)
