"""Find events to merge after a batch.

In:   the window and the events that grew past a step in this batch.
Out:  merges, best first, and pairs that a person should look at.
Cost: about 90 µs a post; only grown events are looked at, in at most two rounds.
"""

from __future__ import annotations

from functools import partial
from itertools import islice
from math import log
from typing import TYPE_CHECKING, Final

from huiying.engine.stream.linking import (
    Link,
    are_two_accidents,
    link_reasons,
    link_score,
    rare_shared_name,
)
from huiying.engine.stream.types import Merge, Suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from huiying.engine.stream.events import Event
    from huiying.engine.stream.window import Window

_ROUNDS: Final = 2
_GROWTH: Final = log(1.5)
_COMPARED: Final = 6  # events that one is compared with, the nearest first


def growth_step(members: int) -> int:
    """Return the step of a size: an event is looked at again when it grew by half."""
    return int(log(members) / _GROWTH) if members else -1


class MergePass:
    """One look at the grown events of a window."""

    def __init__(self, window: Window, forbidden: Callable[[int, int], bool]) -> None:
        self._window = window
        self._forbidden = forbidden
        self.merges: list[Merge] = []
        self.suggestions: dict[tuple[int, int], Suggestion] = {}

    def run(self, grown: Iterable[int]) -> None:
        """Merge until nothing more merges, at most two rounds."""
        looked = {key for key in grown if len(self._window.events.get(key, ())) > 1}
        for _ in range(_ROUNDS):
            looked = self._round(looked)
            if not looked:
                return

    def _round(self, looked: set[int]) -> set[int]:
        window = self._window
        ids = sorted(looked)
        rows = [window.event_row(window.events[key]) for key in ids]
        found = window.index.nearest(rows, window.settings.retrieve_merging)
        links: dict[tuple[int, int], Link] = {}
        for key, near in zip(ids, found, strict=True):
            events = dict.fromkeys(window.posts[post].event for post, _ in near)
            events.pop(key, None)
            for other in islice(events, _COMPARED):
                pair = min(key, other), max(key, other)
                if pair not in links and not self._forbidden(*pair):
                    links[pair] = self._link(key, other)  # laid down once for all of them
        touched: set[int] = set()
        for left, right in sorted(links, key=lambda pair: (-links[pair].score, pair)):
            if links[left, right].score < window.settings.suggest_score and not touched:
                break  # the others are less alike, and nothing has changed
            if left in window.events and right in window.events:
                changed = left in touched or right in touched
                link = self._link(left, right) if changed else links[left, right]
                touched |= self._merge_or_suggest(left, right, link)
        return touched & window.events.keys()

    def _link(self, loaded: int, other: int) -> Link:
        """Return the link of two events, the first of which is laid down for it."""
        window = self._window
        one, two = window.events[loaded], window.events[other]
        product = two.dot(window.scratch.load(*one.vector()))
        return link_score(product, one, two, window.settings)

    def _merge_or_suggest(self, left: int, right: int, link: Link) -> set[int]:
        """Merge the younger into the older, or suggest it, or do nothing."""
        settings = self._window.settings
        if self._forbidden(left, right):  # an earlier merge of this round brought it about
            return set()
        if link.score < settings.suggest_score:
            return set()
        older, younger = self._window.events[left], self._window.events[right]
        score, apart = round(link.score, 4), are_two_accidents(older, younger)
        name = (
            rare_shared_name(older.name_weights, younger.name_weights, self._window.idf)
            if link.names_agree
            else None
        )
        explain = partial(link_reasons, link, younger.first, older.first, name, apart=apart)
        if (
            apart
            or link.score < settings.merge_score
            or not self._may_merge(older, younger, link)
        ):
            self.suggestions[left, right] = Suggestion(left, right, score, explain)
            return set()
        self._window.merge(right, left)
        self.merges.append(Merge(right, left, score, explain()))
        return {left}

    def _may_merge(self, older: Event, younger: Event, link: Link) -> bool:
        """Tell whether more than the sums speaks for a merge."""
        settings = self._window.settings
        if link.mean < settings.needed_mean(len(older) + len(younger)):
            return False
        return self._window.judge.same_event(older, younger)
