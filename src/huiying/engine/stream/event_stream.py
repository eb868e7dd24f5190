"""The stream of posts: batches in, placements with reasons out.

In:   posts in order of arrival, decisions of officers.
Out:  for each post its group of copies and its event; merges; suggestions for a person.
Cost: about 400 µs a post of 230 characters with 50,000 posts in the window, one process.

The machine never undoes what an officer decided. After a restart the window is rebuilt from
stored placements and a snapshot of counts, never by clustering again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from huiying.engine.stream.idf import IdfTable, next_table_size
from huiying.engine.stream.merging import MergePass
from huiying.engine.stream.placing import PlacingPass
from huiying.engine.stream.prepare import PreparedPost, prepare, prepare_all
from huiying.engine.stream.settings import StreamSettings
from huiying.engine.stream.snapshots import StreamState, from_bytes, to_bytes
from huiying.engine.stream.types import (
    CannotLink,
    Decision,
    FeedResult,
    MayLink,
    Merge,
    MovePost,
    MustLink,
    Placement,
    SplitEvent,
    Suggestion,
)
from huiying.engine.stream.window import Window
from huiying.engine.types import Post
from huiying.reasons.reason import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huiying.engine.text.terms import BaseWeights, TermIds

_DEFAULTS = StreamSettings()
_MAX_OLD_NOTES = 10_000


class EventStream:
    """One bureau's stream. Not safe for several threads at once."""

    def __init__(self, settings: StreamSettings = _DEFAULTS) -> None:
        self.settings = settings
        self._memory = StreamState(idf=IdfTable())
        self._window = Window(settings, self._memory.idf)

    def __len__(self) -> int:
        return len(self._window.posts)

    def feed(self, posts: Sequence[Post | PreparedPost]) -> FeedResult:
        """Place a batch, in its order.

        A key that is already in the window gets its present place again and changes nothing,
        so that a job may run twice.
        """
        placements: list[Placement] = []
        merges: list[Merge] = []
        suggestions: list[Suggestion] = []
        prepared = list(prepare_all(posts))
        done = 0
        while done < len(prepared):
            chunk = PlacingPass(self._window, self._memory)
            chunk.run(prepared[done : done + self._chunk_size()])
            done += len(chunk.placements)
            placements += chunk.placements
            suggestions += chunk.suggestions
            merging = MergePass(self._window, self._are_apart)
            merging.run(chunk.grown)
            for merge in merging.merges:
                self._note_merge(merge.source_event, merge.target_event)
            merges += merging.merges
            suggestions += merging.suggestions.values()
            self._window.expire(self._memory.open_events)
            self._drop_old_notes()
        return _resolve_merges(placements, merges, suggestions)

    def _chunk_size(self) -> int:
        """Return how many posts to place before the next look round.

        While few posts are known, every few of them change what is rare.
        """
        idf = self._memory.idf
        return min(
            self.settings.chunk_posts, next_table_size(idf.table_posts) - idf.table_posts
        )

    def learn_history(self, posts: Iterable[Post | PreparedPost]) -> None:
        """Count the terms of older posts; they join nothing and are not kept."""
        for prepared in prepare_all(posts):
            self._memory.idf.learn(prepared.ids, prepared.names)
        self._memory.idf.take_table()
        self._window.reweigh()

    def keep_open(self, event_ids: Iterable[int]) -> None:
        """Name *all* events whose incident is open: they stay joinable beyond the window."""
        self._memory.open_events = frozenset(map(self.current_event, event_ids))

    def current_event(self, event: int) -> int:
        """Return the event that an event was merged into, or itself."""
        while event in self._memory.merged_into:
            event = self._memory.merged_into[event]
        return event

    def terms(self, key: int) -> tuple[TermIds, BaseWeights] | None:
        """Return the terms of a post, as ``terms_of``; None when it left the window."""
        post = self._window.posts.get(key)
        return None if post is None else (post.ids, post.base)

    def decide(self, decision: Decision) -> tuple[Merge, ...]:
        """Carry out an officer's decision; return the merges that follow from it."""
        match decision:
            case MustLink(left_event=left, right_event=right):
                return self._merge_events(left, right)
            case CannotLink(left_event=left, right_event=right):
                self._keep_apart(left, right)
            case MayLink(left_event=left, right_event=right):
                self._memory.kept_apart.discard((min(left, right), max(left, right)))
            case MovePost(key=key, event=event, from_event=old):
                self._move(key, event)
                self._block_return(old, event)
            case SplitEvent(keys=keys, new_event=new_event, from_event=old):
                self._split(keys, new_event)
                self._block_return(old, new_event)
        return ()

    def _split(self, keys: tuple[int, ...], new_event: int) -> None:
        present = self._window.events.get(new_event)
        if present is not None and set(present.keys) - set(keys):
            raise ValueError("the new event must not bear the name of one that remains")
        for key in sorted(keys):
            self._move(key, new_event)

    def _merge_events(self, left: int, right: int) -> tuple[Merge, ...]:
        left, right = self.current_event(left), self.current_event(right)
        if left == right:
            return ()
        target, source = min(left, right), max(left, right)
        self._memory.kept_apart.discard((target, source))
        if source in self._window.events:
            if target in self._window.events:
                self._window.merge(source, target)
            else:
                for key in list(self._window.events[source].keys):
                    self._window.move(key, target)
        self._note_merge(source, target)
        return (Merge(source, target, 1.0, (reason("engine.officer"),)),)

    def _keep_apart(self, left: int, right: int) -> None:
        left, right = self.current_event(left), self.current_event(right)
        if left != right:
            self._memory.kept_apart.add((min(left, right), max(left, right)))

    def _block_return(self, old: int | None, event: int) -> None:
        """Keep apart what a person took apart, when the posts are moved already."""
        if old is not None and old != event:
            self._memory.kept_apart.add((min(old, event), max(old, event)))

    def _move(self, key: int, event: int) -> None:
        event = key if event == key else self.current_event(event)
        self._memory.merged_into.pop(event, None)  # a split-off seed is an event again
        post = self._window.posts.get(key)
        if post is not None and post.event != event:
            old = post.event
            self._window.move(key, event)
            self._memory.kept_apart.add((min(old, event), max(old, event)))

    def _are_apart(self, left: int, right: int) -> bool:
        """Tell whether the machine must not join two events.

        Officers opened an incident on each of two open events: only they may say that the two
        are one.
        """
        opened = self._memory.open_events
        pair = (min(left, right), max(left, right))
        return pair in self._memory.kept_apart or (left in opened and right in opened)

    def _note_merge(self, source: int, target: int) -> None:
        """Let every note about the source speak of the target."""
        memory = self._memory
        memory.merged_into[source] = target
        for left, right in [pair for pair in memory.kept_apart if source in pair]:
            memory.kept_apart.discard((left, right))
            self._keep_apart(left, right)
        if source in memory.open_events:
            memory.open_events = memory.open_events - {source} | {target}

    def _drop_old_notes(self) -> None:
        """Drop notes about events that left the window, so that memory stays bounded."""
        memory, present = self._memory, self._window.events
        if (
            len(memory.merged_into) + len(memory.kept_apart)
            <= 2 * len(present) + _MAX_OLD_NOTES
        ):
            return
        memory.kept_apart = {pair for pair in memory.kept_apart if set(pair) <= present.keys()}
        memory.merged_into = {
            source: target
            for source in memory.merged_into
            if (target := self.current_event(source)) in present
        }

    def snapshot(self) -> bytes:
        """Return the counts and constraints that stored posts and placements do not hold."""
        return to_bytes(self._memory)

    @classmethod
    def rebuild(
        cls,
        window: Iterable[tuple[Post | PreparedPost, Placement]],
        snapshot: bytes | None,
        settings: StreamSettings = _DEFAULTS,
        *,
        decisions: Iterable[Decision] = (),
        open_events: Iterable[int] | None = None,
    ) -> EventStream:
        """Return the stream that had placed these posts.

        Args:
            window: The stored posts of the window (and the newest 64 of each open event) with
                their *present* placements, in order of arrival.
            snapshot: Bytes of ``snapshot``; may be older than the window's end: what came
                after is counted from the stored placements. None: count the window only.
            decisions: Officers' decisions since the snapshot; older ones do no harm.
            open_events: As for ``keep_open``; None: as in the snapshot.

        Raises:
            UnreadableSnapshot: The bytes are of another version or damaged.
        """
        stream = cls(settings)
        if snapshot is not None:
            stream._memory = from_bytes(snapshot)
            stream._window = Window(settings, stream._memory.idf)
        memory = stream._memory
        counted = memory.last_key
        for post, placement in window:
            prepared = post if isinstance(post, PreparedPost) else prepare(post)
            if prepared.key > counted:
                memory.last_key = max(memory.last_key, prepared.key)
                if placement.group == placement.key:
                    memory.idf.learn(prepared.ids, prepared.names)
            event = stream.current_event(placement.event)
            stream._window.restore(prepared, group=placement.group, event=event)
        stream._window.reweigh()
        if open_events is not None:
            stream.keep_open(open_events)
        for decision in decisions:
            stream.decide(decision)
        stream._window.expire(memory.open_events)
        return stream


def _resolve_merges(
    placements: list[Placement], merges: list[Merge], suggestions: list[Suggestion]
) -> FeedResult:
    """Drop suggestions that a later merge of the same batch has answered or renamed."""
    became = {merge.source_event: merge.target_event for merge in merges}

    def now(event: int) -> int:
        while event in became:
            event = became[event]
        return event

    suggested: dict[tuple[int, int], Suggestion] = {}
    for found in suggestions:
        left, right = sorted((now(found.left_event), now(found.right_event)))
        if left != right:
            suggested[left, right] = Suggestion(left, right, found.score, found.explain)
    return FeedResult(tuple(placements), tuple(merges), tuple(suggested.values()))
