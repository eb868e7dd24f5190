"""Incidents and their posts by week and topic of the answers, and the rows behind a number.

In:   a bureau, a period of whole local days.    Out:  numbers of the counters; rows.
Cost: one query each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from huiying.base.counters.kinds import CounterKind
from huiying.base.counters.queries import by_week
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.core.counters import (
    POST_TOPIC,
    TOPIC,
    events_with_topic,
    incidents_with_topic,
)
from huiying.work.responses.core.models import DeletedPostsOfTopic


@dataclass(frozen=True, slots=True)
class TopicWeek:
    """Incidents or posts of one topic in one week; "" = no answer is filed."""

    week: date  # its Monday
    topic: str
    count: int


def incidents_by_topic(bureau_id: int, since: datetime, until: datetime) -> list[TopicWeek]:
    """Return the incidents opened in a period, but those merged or dismissed."""
    return _by_week(bureau_id, TOPIC, since, until)


def posts_by_topic(bureau_id: int, since: datetime, until: datetime) -> list[TopicWeek]:
    """Return the posts collected in a period that stand in an incident."""
    return _by_week(bureau_id, POST_TOPIC, since, until)


def _by_week(
    bureau_id: int, kind: CounterKind, since: datetime, until: datetime
) -> list[TopicWeek]:
    found = by_week(bureau_id, kind, since, until)
    return [TopicWeek(week, topic, found[week, topic]) for week, topic in sorted(found)]


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents stand behind a number.

    Attributes:
        grade: At least this grade; 0 = any.
        event_kind, topic: None = any; "" = those without one.
    """

    since: datetime
    until: datetime
    grade: int = 0
    event_kind: str | None = None
    topic: str | None = None


def incidents_behind(bureau_id: int, chosen: IncidentFilter) -> QuerySet[Incident]:
    """Return the incidents behind a number with ``topic``, the newest first."""
    rows = incidents_with_topic().filter(
        bureau_id=bureau_id,
        opened_at__gte=chosen.since,
        opened_at__lt=chosen.until,
        grade__gte=chosen.grade,
    )
    if chosen.event_kind is not None:
        rows = rows.filter(event_kind=chosen.event_kind)
    if chosen.topic is not None:
        rows = rows.filter(topic=chosen.topic)
    return rows.select_related("lead_unit").order_by("-opened_at", "-pk")


def posts_behind(
    bureau_id: int, since: datetime, until: datetime, topic: str | None = None
) -> QuerySet[Placement]:
    """Return the placed posts behind a number, the newest first; None = of any topic.

    The events are looked up first: of a topic they are few, and posts many. Without the posts
    themselves: a database would join and sort all of them for one page.
    """
    events = events_with_topic().filter(bureau_id=bureau_id)
    if topic is not None:
        events = events.filter(topic=topic)
    rows = Placement.objects.filter(
        bureau_id=bureau_id,
        event_id__in=events.values("event_id"),
        post_id__gte=first_id_at(since),
        post_id__lt=first_id_at(until),
    )
    return rows.order_by("-post_id")


def deleted_posts_of_topic(
    bureau_id: int, since: datetime, until: datetime, topic: str | None = None
) -> int:
    """Return how many posts behind a number were deleted when their time was over."""
    rows = DeletedPostsOfTopic.objects.filter(
        bureau_id=bureau_id, hour__gte=since, hour__lt=until
    )
    if topic is not None:
        rows = rows.filter(topic=topic)
    return rows.aggregate(total=Sum("posts"))["total"] or 0
