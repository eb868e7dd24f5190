"""Read watch topics and the posts that match them.

In:   a bureau, a topic, days.    Out:  topics with their numbers; posts, newest first.
Cost: one or two queries; a post is found by the index on topic and post.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from huiying.base.db.keys import Keys
from huiying.engine.text.keyword_expressions import ExpressionSet, read_expression
from huiying.policy.rulebook.platforms import OTHER
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.search import PostQuery
from huiying.work.collection.topics.models import (
    PAUSED_AFTER,
    REVIEW_EVERY,
    TopicMatch,
    WatchTopic,
)


@dataclass(frozen=True, slots=True)
class CountedTopic:
    """A topic and how many posts of the last 7 and 30 days match it."""

    topic: WatchTopic
    week: int
    month: int


def running_topics(bureau_id: int) -> QuerySet[WatchTopic]:
    """Return the topics that were not ended, paused ones too."""
    rows = WatchTopic.objects.filter(bureau_id=bureau_id, ended_at__isnull=True)
    return rows.select_related("unit", "by")


def ended_topics(bureau_id: int) -> QuerySet[WatchTopic]:
    """Return the topics that were ended, the last one first."""
    rows = WatchTopic.objects.filter(bureau_id=bureau_id, ended_at__isnull=False)
    return rows.select_related("unit", "ended_by").order_by("-ended_at")


def counted_topics(bureau_id: int, now: datetime) -> list[CountedTopic]:
    """Return the running topics with their numbers; two queries."""
    week, month = (first_id_at(now - timedelta(days=days)) for days in (7, 30))
    rows = TopicMatch.objects.filter(bureau_id=bureau_id, post_id__gte=month)
    counts = {
        topic: (in_week, in_month)
        for topic, in_week, in_month in rows.order_by()
        .values_list("topic_id")
        .annotate(in_week=Count("pk", filter=Q(post_id__gte=week)), in_month=Count("pk"))
    }
    return [CountedTopic(row, *counts.get(row.pk, (0, 0))) for row in running_topics(bureau_id)]


def due_topics(bureau_id: int, now: datetime) -> QuerySet[WatchTopic]:
    """Return the running topics that are due for their review, the longest due first."""
    rows = WatchTopic.objects.filter(
        bureau_id=bureau_id, ended_at__isnull=True, reviewed_at__lte=now - REVIEW_EVERY
    )
    return rows.order_by("reviewed_at", "pk")


def compiled_topics(bureau_id: int, now: datetime) -> ExpressionSet[int]:
    """Return the topics that count now, compiled; one query."""
    rows = WatchTopic.objects.filter(
        bureau_id=bureau_id, ended_at__isnull=True, reviewed_at__gt=now - PAUSED_AFTER
    )
    return _compiled(tuple(rows.order_by("pk").values_list("pk", "expression")))


@lru_cache(maxsize=64)
def _compiled(rows: tuple[tuple[int, str], ...]) -> ExpressionSet[int]:
    return ExpressionSet({pk: read_expression(expression) for pk, expression in rows})


def matched_posts(topic: WatchTopic, question: PostQuery, *, limit: int) -> list[int]:
    """Return the newest posts of a topic that answer a question; its words as they stand."""
    rows = TopicMatch.objects.filter(topic=topic, post_id__gte=question.first)
    if question.end is not None:
        rows = rows.filter(post_id__lt=question.end)
    if question.source_id:
        rows = rows.filter(post__source_id=question.source_id)
    if question.channel:
        listed = Q(post__channel=question.channel)
        if question.channel == OTHER:
            listed = Q(post__channel__startswith=OTHER)
        rows = rows.filter(listed)
    for word in question.words.split():
        rows = rows.filter(Q(post__title__icontains=word) | Q(post__text__icontains=word))
    return list(rows.order_by("-post_id").values_list("post_id", flat=True)[:limit])


def count_topic_matches(topic: WatchTopic) -> int:
    """Return how many posts match a topic."""
    return TopicMatch.objects.filter(topic=topic).count()


def topics_of_posts(bureau_id: int, posts: Iterable[int]) -> dict[int, list[str]]:
    """Return by post the names of the running topics that it matches."""
    rows = TopicMatch.objects.filter(
        bureau_id=bureau_id, post_id__in=Keys(posts), topic__ended_at__isnull=True
    )
    found: dict[int, list[str]] = {}
    pairs = rows.order_by("topic__name").values_list("post_id", "topic__name")
    for post, name in pairs:
        found.setdefault(post, []).append(name)
    return found


def posts_for_examples(bureau_id: int, numbers: Collection[int]) -> list[Post]:
    """Return posts by their numbers, the newest first, with their source."""
    rows = Post.objects.filter(bureau_id=bureau_id, pk__in=numbers)
    return list(rows.select_related("source").order_by("-pk"))
