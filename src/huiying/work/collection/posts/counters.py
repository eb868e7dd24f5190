"""Counters of posts by platform and by source, of each hour and day of their collection.

In:   posts as they are accepted; those that are withdrawn or get another platform.
Out:  the kinds ``posts.platform`` and ``posts.source``.
Cost: two upserts a batch and platform, and as many a source: all posts of a batch were
      collected in one hour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from huiying.base.counters.actions.count import add_counts
from huiying.base.counters.kinds import CounterKind, Slot, declare
from huiying.policy.rulebook.platforms import OTHER, is_other
from huiying.work.collection.posts.models import Post


def _posts() -> QuerySet[Post]:
    return Post.objects.all()


def _platform(channel: str) -> str:
    return OTHER if is_other(channel) else channel


PLATFORM = declare(
    CounterKind(
        code="posts.platform",
        model=Post,
        rows=_posts,
        moment="collected_at",
        parts=("channel",),
        key=_platform,
        hourly=True,
    )
)
SOURCE = declare(
    CounterKind(
        code="posts.source",
        model=Post,
        rows=_posts,
        moment="collected_at",
        parts=("source_id",),
        key=str,
        hourly=True,
    )
)


def count_accepted(
    bureau_id: int, source_id: int, collected_at: datetime, channels: Iterable[str]
) -> None:
    """Count a batch of new posts of one source: the stored platform of each is given."""
    found = Counter[Slot]()
    for channel, posts in Counter(channels).items():
        for slot in PLATFORM.slots(collected_at, channel):
            found[slot] += posts
        for slot in SOURCE.slots(collected_at, source_id):
            found[slot] += posts
    add_counts(bureau_id, found)
