"""Counters of posts by platform and by source, of each hour and day of their collection.

In:   posts as they are accepted; those that are withdrawn or get another platform.
Out:  the kinds ``collected.platform`` and ``collected.source``.
Cost: two upserts a batch and platform, and as many a source: all posts of a batch were
      collected in one hour.

The number of a post says when it was collected, as the list of posts finds it: also where the
clock of the machine went back, when numbers go on from the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from huiying.base.counters.actions.count import add_counts
from huiying.base.counters.kinds import CounterKind, Slot, declare
from huiying.policy.rulebook.platforms import OTHER, is_other
from huiying.work.collection.posts.ids import first_id_in_hour_of, moment_of
from huiying.work.collection.posts.models import DeletedPosts, Post


def _posts() -> QuerySet[Post]:
    return Post.objects.all()


def _deleted(column: str) -> Callable[[int], Iterable[tuple[Any, ...]]]:
    def rows(bureau_id: int) -> Iterable[tuple[Any, ...]]:
        found = DeletedPosts.objects.filter(bureau_id=bureau_id)
        return found.values_list("hour", "posts", column).iterator()

    return rows


def _platform(channel: str) -> str:
    return OTHER if is_other(channel) else channel


PLATFORM = declare(
    CounterKind(
        code="collected.platform",
        model=Post,
        rows=_posts,
        moment="id",
        when=moment_of,
        parts=("channel",),
        key=_platform,
        hourly=True,
        deleted=_deleted("channel"),
    )
)
SOURCE = declare(
    CounterKind(
        code="collected.source",
        model=Post,
        rows=_posts,
        moment="id",
        when=moment_of,
        parts=("source_id",),
        key=str,
        hourly=True,
        deleted=_deleted("source_id"),
    )
)


def count_accepted(bureau_id: int, source_id: int, posts: Iterable[tuple[int, str]]) -> None:
    """Count a batch of new posts of one source: number and platform of each.

    It waits for no record of the bureau: the stream goes on while officers act. So it stands
    last in its transaction, and whoever holds the head of the record waits for it alone.
    """
    by_hour = Counter((first_id_in_hour_of(number), channel) for number, channel in posts)
    found = Counter[Slot]()
    for (first, channel), count in by_hour.items():
        for slot in (*PLATFORM.slots(first, channel), *SOURCE.slots(first, source_id)):
            found[slot] += count
    add_counts(bureau_id, found, head=False)
