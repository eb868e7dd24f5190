"""Find the incidents in a whole set of posts at once.

In:   posts in any order, some without a known time.
Out:  incidents of two posts or more, largest first, with the reasons they rest on.
Cost: that of the stream, about 2,000 posts/s, and 3 KB a post.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Final

import rjieba

from huiying.engine.reading.titles import event_title
from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.prepare import PreparedPost, prepare
from huiying.engine.stream.settings import StreamSettings
from huiying.engine.text.clean import clean
from huiying.engine.text.leads import is_content_word
from huiying.engine.types import Post
from huiying.reasons.reason import Reason, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from huiying.engine.stream.types import Merge, Placement

_BATCH: Final = 512
_COUNTED_FIRST: Final = (
    50_000  # posts of a set whose terms are counted before the first is placed
)
_SHOWN_WORDS: Final = 5
_SHARED: Final = 0.5  # share of an incident's posts that hold a word worth showing
_READ_MOST: Final = 200  # posts read for the words of an incident


@dataclass(frozen=True, slots=True)
class DatedPost:
    """A post whose time may be unknown."""

    post: Post  # ``post.at`` is ignored when unknown
    is_dated: bool


@dataclass(frozen=True, slots=True)
class FoundIncident:
    """Posts about one matter."""

    event: int  # key of the first post of the event
    title: str
    keys: tuple[int, ...]  # ascending
    duplicates: int  # posts that are copies of another one in it
    first_at: datetime | None  # of the posts whose time is known
    last_at: datetime | None
    groups: tuple[tuple[int, int], ...]  # first post of each group of copies, and its posts
    reasons: tuple[Reason, ...]

    @property
    def size(self) -> int:
        """Number of posts, copies included."""
        return len(self.keys)


def in_order(posts: Sequence[DatedPost]) -> list[Post]:
    """Return the posts by time; one of unknown time follows the post before it in the file."""
    last = datetime(1970, 1, 1, tzinfo=UTC)
    placed: list[tuple[datetime, int, Post]] = []
    for at, one in enumerate(posts):
        if one.is_dated:
            last = one.post.at
        placed.append((last, at, one.post))
    placed.sort(key=lambda item: item[:2])
    return [replace(post, at=moment) for moment, _, post in placed]


def find_incidents(
    posts: Sequence[DatedPost],
    settings: StreamSettings | None = None,
    *,
    on_progress: Callable[[int], None] = lambda _: None,
) -> list[FoundIncident]:
    """Return the incidents of two posts or more, largest first, then by first key.

    Args:
        posts: Distinct keys.
        on_progress: Called with the number of posts placed, after each batch.
    """
    stream = EventStream(settings or StreamSettings())
    ordered = in_order(posts)
    ready: list[PreparedPost] = []
    if len(ordered) <= _COUNTED_FIRST:
        ready = [prepare(post) for post in ordered]
        stream.learn_history(ready)
    placements: dict[int, Placement] = {}
    merges: list[Merge] = []
    for batch in _batches(ready or ordered):
        result = stream.feed(batch)
        placements |= {placement.key: placement for placement in result.placements}
        merges += result.merges
        on_progress(len(placements))
    return _collected(posts, placements, merges)


def _batches(
    posts: Sequence[Post] | Sequence[PreparedPost],
) -> Iterator[list[Post | PreparedPost]]:
    for start in range(0, len(posts), _BATCH):
        yield list(posts[start : start + _BATCH])


def _collected(
    posts: Sequence[DatedPost], placements: dict[int, Placement], merges: list[Merge]
) -> list[FoundIncident]:
    became = {merge.source_event: merge.target_event for merge in merges}
    by_event: dict[int, list[DatedPost]] = defaultdict(list)
    for one in posts:
        event = placements[one.post.key].event
        while event in became:
            event = became[event]
        by_event[event].append(one)
    found = [
        _incident(event, sorted(members, key=lambda one: one.post.key), placements)
        for event, members in by_event.items()
        if len(members) > 1
    ]
    return sorted(found, key=lambda incident: (-incident.size, incident.keys[0]))


def _incident(
    event: int, members: list[DatedPost], placements: dict[int, Placement]
) -> FoundIncident:
    posts = [one.post for one in members]
    times = [one.post.at for one in members if one.is_dated]
    places = [placements[post.key] for post in posts]
    groups: dict[int, list[int]] = defaultdict(list)
    for place in places:
        groups[place.group].append(place.key)
    return FoundIncident(
        event=event,
        title=event_title(posts),
        keys=tuple(post.key for post in posts),
        duplicates=sum(place.group != place.key for place in places),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        groups=tuple(sorted((min(keys), len(keys)) for keys in groups.values())),
        reasons=tuple(_reasons(posts, places)),
    )


def _reasons(posts: list[Post], places: list[Placement]) -> Iterator[Reason]:
    words = _words_of(posts)
    if words:
        yield reason("engine.common_words", words=words)
    alike = [
        score
        for place in places
        for one in place.reasons
        if isinstance(score := one.params.get("score"), float)
    ]
    if alike:
        yield reason("engine.count_similar", count=len(alike), median=median(alike))
    named = sum(
        any(one.code == "engine.shared_name" for one in place.reasons) for place in places
    )
    if named:
        yield reason("engine.count_named", count=named)
    copied = sum(place.group != place.key for place in places)
    if copied:
        yield reason("engine.count_copies", count=copied)


def _words_of(posts: list[Post]) -> tuple[str, ...]:
    """Return the telling words that at least half of the posts hold, commonest first."""
    read = posts[:_READ_MOST]
    held: Counter[str] = Counter()
    for post in read:
        words = rjieba.cut(clean(f"{post.title[:80]} {post.text[:200]}").lower())
        held.update({word for word in words if is_content_word(word)})
    least = max(2, _SHARED * len(read))
    common = [(-count, -len(word), word) for word, count in held.items() if count >= least]
    return tuple(word for _, _, word in sorted(common)[:_SHOWN_WORDS])
