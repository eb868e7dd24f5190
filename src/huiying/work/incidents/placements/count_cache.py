"""Cached counts over the posts of events, invalidated when a post is added, removed or moved.

In:   events of one bureau, what counts them.    Out:  what it counts.
Cost: one aggregate over an index to look; the count itself only when the posts are others.

An incident of fifty thousand posts is looked at far more often than it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar, cast

from django.core.cache import cache
from django.db.models import Count, Sum

from huiying.policy.core.hashing import hash_of_text
from huiying.work.incidents.placements.models import Placement

T = TypeVar("T")
KEPT_SECONDS = 600  # seconds; what is shown beside, such as the name of a source, may change


class CountCache:
    """The posts of events as they are now; asks what they are once."""

    def __init__(self, bureau_id: int, event_ids: list[int]) -> None:
        self.bureau_id = bureau_id
        self.event_ids = event_ids

    def __call__(self, what: Callable[[int, list[int]], T]) -> T:
        """Return what a function of bureau and events counts, from memory when it holds."""
        key = f"{what.__module__}.{what.__name__}:{self._posts}"
        found = cache.get(key)
        if found is None:
            found = what(self.bureau_id, self.event_ids)
            cache.set(key, found, KEPT_SECONDS)
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
