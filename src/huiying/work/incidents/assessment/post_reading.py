"""Everything a page reads from the posts of events, each part computed on first use.

In:   events of one bureau.    Out:  counts, hours, places, texts and casualties.
Cost: nothing until a part is asked for; then that of the part, once a request, and less while
      the posts are the same as before (``CountCache``): one aggregate over an index tells.

An incident of fifty thousand posts is looked at far more often than it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast

from django.core.cache import caches
from django.db.models import Count, Sum

from huiying.base.rulebook.queries import book_of
from huiying.policy.core.hashing import hash_of_text
from huiying.policy.rulebook.book import RuleBook
from huiying.work.collection.communities.known_places import KnownPlaces, places_listed
from huiying.work.collection.posts.volume import Volume
from huiying.work.incidents.assessment.casualties import CasualtyReading, read_casualties
from huiying.work.incidents.assessment.reaction import (
    Place,
    PlacedHour,
    hours_in,
    placed_hours,
    places_in,
)
from huiying.work.incidents.assessment.summary import TextReading, read_texts
from huiying.work.incidents.placements.models import Placement
from huiying.work.incidents.placements.queries import count_groups_and_posts, count_voices

T = TypeVar("T")
CACHE_SECONDS = 600  # seconds; what is shown beside, such as the name of a source, may change


class PostReading:
    """The posts of events, as one request reads them."""

    def __init__(self, bureau_id: int, event_ids: list[int]) -> None:
        self.bureau_id = bureau_id
        self.event_ids = event_ids
        self._counted = CountCache(bureau_id, event_ids)
        self._book: tuple[datetime, RuleBook] | None = None
        self._known_places: KnownPlaces | None = None

    def book(self, now: datetime) -> RuleBook:
        """Return the rules in force; they are read once a request."""
        if self._book is None or self._book[0] != now:
            self._book = (now, book_of(self.bureau_id, now))
        return self._book[1]

    def known_places(self, now: datetime) -> KnownPlaces:
        """Return the platforms and communities that the bureau lists; read once a request."""
        if self._known_places is None:
            self._known_places = places_listed(self.book(now), self.bureau_id)
        return self._known_places

    def known_platforms(self, now: datetime) -> KnownPlaces:
        """Return the platforms alone that the bureau lists: the rules hold them."""
        return KnownPlaces(self.book(now).platform_words())

    @cached_property
    def volume(self) -> Volume:
        """The hours of the whole bureau, which the hours of the events are compared with."""
        return Volume(self.bureau_id)

    @cached_property
    def placed(self) -> list[PlacedHour]:
        """Posts by place and local hour."""
        return self._counted(placed_hours)

    @cached_property
    def by_hour(self) -> dict[datetime, int]:
        """Posts by local hour."""
        return hours_in(self.placed)

    @cached_property
    def groups_and_posts(self) -> tuple[int, int]:
        """The number of groups of copies and of posts."""
        return self._counted(count_groups_and_posts)

    @cached_property
    def voices(self) -> int:
        """The number of distinct voices."""
        return self._counted(count_voices)

    @cached_property
    def places(self) -> list[Place]:
        """Where the events were seen."""
        return places_in(self.placed)

    @cached_property
    def texts(self) -> TextReading:
        """Summary sentences, claims worth checking, and the tone."""
        return self._counted(read_texts)

    @cached_property
    def casualties(self) -> CasualtyReading:
        """The dead, the hurt and the loss that the posts state."""
        return self._counted(read_casualties)


class CountCache:
    """The posts of events as they are now; asks what they are once."""

    def __init__(self, bureau_id: int, event_ids: list[int]) -> None:
        self.bureau_id = bureau_id
        self.event_ids = event_ids

    def __call__(self, what: Callable[[int, list[int]], T]) -> T:
        """Return what a function of bureau and events counts, from memory when it holds."""
        key = f"{what.__module__}.{what.__name__}:{self._posts}"
        found = caches["process"].get(key)
        if found is None:
            found = what(self.bureau_id, self.event_ids)
            caches["process"].set(key, found, CACHE_SECONDS)
        return cast("T", found)

    @cached_property
    def _posts(self) -> str:
        """Name the set of posts: their number and the sum of their places in the stream.

        A post that moves in while another moves out has another place, so the sum tells.
        """
        newest = Placement.objects.filter(
            bureau_id=self.bureau_id, event_id__in=self.event_ids
        ).aggregate(posts=Count("pk"), places=Sum("seq"))
        named = (
            f"{self.bureau_id}:{sorted(self.event_ids)}:{newest['posts']}:{newest['places']}"
        )
        return hash_of_text(named)
