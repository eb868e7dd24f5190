"""阅读和转评赞: how often a post was read, shared, commented on, liked, as its source says.

In:   prepared posts by the key they are stored under.    Out:  rows of those that have numbers.
Cost: one statement a batch, none where no source gives a number.

The last delivery counts: a post that comes again brings newer numbers. They are the platform's
own, and nothing here checks them; no grade and no alarm follows from them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from huiying.work.collection.core.items import REACH
from huiying.work.collection.posts.models import PostReach

if TYPE_CHECKING:
    from huiying.work.collection.posts.prepare import PreparedPost


def store_reach(bureau_id: int, stored: Mapping[int, PreparedPost], now: datetime) -> None:
    """Keep the numbers of posts, by the key under which each is stored."""
    rows = [
        PostReach(bureau_id=bureau_id, post_id=key, at=now, **item.reach)
        for key, item in stored.items()
        if item.reach
    ]
    if rows:
        PostReach.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["post"],
            update_fields=[*REACH, "at"],
        )


def reach_of(post_ids: Collection[int]) -> dict[int, PostReach]:
    """Return what is known of some posts, by post."""
    return PostReach.objects.in_bulk(list(post_ids), field_name="post_id")
