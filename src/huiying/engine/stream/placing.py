"""Place the posts of one chunk: copies to their group, the rest to the nearest event.

In:   prepared posts, the window.
Out:  placements with reasons, events that grew past a step, pairs for a person to look at.
Cost: about 200 µs a post at 50,000 posts in the window.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from huiying.engine.stream.linking import (
    Link,
    are_two_accidents,
    link_reasons,
    link_score,
    rare_shared_name,
)
from huiying.engine.stream.merging import growth_step
from huiying.engine.stream.types import Placement, Suggestion
from huiying.reasons.reason import Reason, reason

if TYPE_CHECKING:
    from huiying.engine.stream.events import Event
    from huiying.engine.stream.live_post import LivePost
    from huiying.engine.stream.neighbours import RetrievalRow
    from huiying.engine.stream.prepare import PreparedPost
    from huiying.engine.stream.snapshots import StreamState
    from huiying.engine.stream.window import Window

_NEW_EVENT: Final = (reason("engine.new_event"),)
_SAME_TEXT: Final = (reason("engine.same_text"),)

Neighbours = list[tuple[int, float]]
Candidate = tuple["Link", "Event", "list[LivePost]"]  # the neighbours there, the nearest first


class PlacingPass:
    """The placing of one chunk."""

    def __init__(self, window: Window, memory: StreamState) -> None:
        self._window = window
        self._memory = memory
        self.placements: list[Placement] = []
        self.suggestions: list[Suggestion] = []
        self.grown: dict[int, None] = {}

    def run(self, prepared: list[PreparedPost]) -> None:
        """Place each post in its order."""
        window, idf = self._window, self._memory.idf
        if idf.stale:
            window.reweigh()
        copies, fresh = self._find_copies(prepared)
        rows = window.rows(list(fresh.values()))
        older = window.index.nearest(rows)
        earlier = window.index.among(list(fresh), rows)
        near = zip(rows, map(window.index.join, older, earlier), strict=True)
        for one in prepared:
            if one.key in window.posts:
                self._place_again(window.posts[one.key])
            elif one.key in copies:
                self._place_copy(one, *copies[one.key])
            else:
                self._place_fresh(fresh[one.key], *next(near))
            self._memory.last_key = max(self._memory.last_key, one.key)
        for post in fresh.values():
            idf.learn(post.ids, post.names)

    def _find_copies(
        self, prepared: list[PreparedPost]
    ) -> tuple[dict[int, tuple[int, float]], dict[int, LivePost]]:
        """Return copies (key → whose, share) and the others (key → weighed post)."""
        window = self._window
        copies: dict[int, tuple[int, float]] = {}
        fresh: dict[int, LivePost] = {}
        likely = window.copies.candidates(
            {one.key: one.copy_signature for one in prepared if one.key not in window.posts}
        )
        for one in prepared:
            if one.key in window.posts or one.key in copies or one.key in fresh:
                continue
            found = window.copies.find(one.copy_signature, likely.get(one.key, ()))
            if found is not None and not self._is_elsewhere(one, found[0], fresh):
                copies[one.key] = found
                continue
            window.copies.add(one.key, one.copy_signature)
            fresh[one.key] = window.make_live_post(one, group=one.key, event=one.key)
        window.weigh_all(list(fresh.values()))
        return copies, fresh

    def _is_elsewhere(self, one: PreparedPost, of: int, fresh: dict[int, LivePost]) -> bool:
        """Tell whether a notice of one form tells of harm to people at another place."""
        first = fresh.get(of) or self._window.posts[of]
        return (
            one.scene is not None
            and first.scene is not None
            and one.scene.is_apart(first.scene)
        )

    def _place_again(self, post: LivePost) -> None:
        self.placements.append(Placement(post.key, post.group, post.event, 1.0))

    def _place_copy(self, one: PreparedPost, of: int, share: float) -> None:
        first = self._window.posts[of]
        post = self._window.make_live_post(one, group=first.group, event=first.event)
        self._window.add(post)
        reasons = _SAME_TEXT
        if share < 1.0:
            percent = round(100 * share)
            reasons = (reason("engine.near_copy", lead=first.lead[:30], percent=percent),)
        self.placements.append(Placement(one.key, first.group, first.event, 1.0, reasons))

    def _place_fresh(self, post: LivePost, row: RetrievalRow, near: Neighbours) -> None:
        window = self._window
        placement = Placement(post.key, post.key, post.key, 0.0, _NEW_EVENT)
        product: float | None = None
        suggestion: Candidate | None = None
        for found in self._candidates(post, near):
            link, event, _ = found
            if link.score < window.settings.suggest_score:
                break
            if link.score >= window.settings.assign_score and self._may_join(post, *found):
                post.event, product, suggestion = event.id, link.dot, None
                why, score = self._reasons(post, *found), round(link.score, 4)
                placement = Placement(post.key, post.key, event.id, score, why)
                break
            suggestion = suggestion or found
        if suggestion is not None and post.scene is not None:
            self._suggest(post, *suggestion)
        before = len(window.events[post.event]) if post.event in window.events else 0
        window.add(post, row, product)
        if before and growth_step(before + 1) != growth_step(before):
            self.grown[post.event] = None
        self.placements.append(placement)

    def _may_join(self, post: LivePost, link: Link, event: Event, near: list[LivePost]) -> bool:
        """Tell whether more than the sum of an event speaks for a post to join it.

        A sum of many posts is like everything a little and chains what has nothing in common.
        """
        if are_two_accidents(post, event):
            return False
        if link.mean < self._window.settings.needed_mean(len(event) + 1):
            return False
        return self._window.judge.belongs(post, event, near)

    def _suggest(self, post: LivePost, link: Link, event: Event, near: list[LivePost]) -> None:
        """Let a person look at a post and an event that it did not join.

        One post that tells of no harm is no candidate, so nobody could be asked about it.
        """
        left, right = sorted((event.id, post.key))
        explain = partial(
            self._reasons, post, link, event, near, apart=are_two_accidents(post, event)
        )
        self.suggestions.append(Suggestion(left, right, round(link.score, 4), explain))

    def _reasons(
        self,
        post: LivePost,
        link: Link,
        event: Event,
        near: list[LivePost],
        *,
        apart: bool = False,
    ) -> tuple[Reason, ...]:
        name, called = None, None
        if link.names_agree:
            idf = self._window.idf
            name = rare_shared_name(post.name_weights, event.name_weights, idf)
        else:
            called = self._window.judge.shared_title_name(post, near)
        return link_reasons(link, post, near[0], name, called=called, apart=apart)

    def _candidates(self, post: LivePost, near: Neighbours) -> list[Candidate]:
        """Return the events of the neighbours, best link first, each with its neighbours.

        No other is compared once that of a near neighbour is alike for sure.
        """
        window = self._window
        by_event: dict[int, list[LivePost]] = {}
        for key, _ in near:
            neighbour = window.posts[key]
            by_event.setdefault(neighbour.event, []).append(neighbour)
        scored: list[Candidate] = []
        loaded = window.scratch.load(post.ids, post.weights)
        for event_id in list(by_event)[: window.settings.retrieve_events]:
            event = window.events[event_id]
            link = self._link(event.dot(loaded), post, event, by_event[event_id])
            scored.append((link, event, by_event[event_id]))
            if link.score >= window.settings.sure_score:
                break
        return sorted(scored, key=lambda found: (-found[0].score, found[1].id))

    def _link(self, product: float, post: LivePost, event: Event, near: list[LivePost]) -> Link:
        """Return the link; that no name agrees counts only if no title calls it alike."""
        settings, judge = self._window.settings, self._window.judge
        link = link_score(product, post, event, settings)
        if link.score < settings.assign_score <= link.words and judge.shared_title_name(
            post, near
        ):
            return link_score(product, post, event, settings, alike=True)
        return link
