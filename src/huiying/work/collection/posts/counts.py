"""Posts as numbers: by day, by platform, by source. Never by author.

In:   a bureau, a period of whole local days.    Out:  numbers of the counters.
Cost: one query each, however many posts there are.

A post belongs to the day of its collection, as the list of posts finds it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db.models import Sum

from huiying.base.counters.queries import by_day, totals
from huiying.work.collection.posts.counters import PLATFORM, SOURCE
from huiying.work.collection.posts.models import DeletedPosts
from huiying.work.collection.posts.search import PostQuery


def posts_by_day(bureau_id: int, since: datetime, until: datetime) -> dict[date, int]:
    """Return posts by local day; a day without posts is left out."""
    found = Counter[date]()
    for (day, _platform), posts in by_day(bureau_id, PLATFORM, since, until).items():
        found[day] += posts
    return dict(sorted(found.items()))


def posts_by_platform(bureau_id: int, since: datetime, until: datetime) -> dict[str, int]:
    """Return posts by stored platform, the most first; those of no list are one."""
    return _most_first(totals(bureau_id, PLATFORM, since, until))


def posts_by_source(bureau_id: int, since: datetime, until: datetime) -> dict[int, int]:
    """Return posts by source, the most first."""
    found = _most_first(totals(bureau_id, SOURCE, since, until))
    return {int(source): posts for source, posts in found.items()}


def deleted_posts(bureau_id: int, question: PostQuery) -> int:
    """Return how many posts of a question were deleted when their time was over.

    They count in the figures and stand in no list; words that are asked for are gone with them.
    """
    rows = DeletedPosts.objects.filter(bureau_id=bureau_id)
    if question.since:
        rows = rows.filter(hour__gte=question.since)
    if question.until:
        rows = rows.filter(hour__lt=question.until)
    if question.source_id:
        rows = rows.filter(source_id=question.source_id)
    if question.channel:
        rows = rows.filter(channel=question.channel)
    return rows.aggregate(total=Sum("posts"))["total"] or 0


def _most_first(found: dict[str, int]) -> dict[str, int]:
    return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))
