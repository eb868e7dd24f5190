"""Counters of incidents and of their posts, by the topic that the answers are filed under.

In:   incidents as they are opened, merged or set aside; answers as they are filed; posts as
      they come into an incident, or leave it.
Out:  the kind ``incidents.topic``, by the day of the opening, and ``collected.topic``, by hour
      and day of the collection; "" = not filed.
Cost: one query and two upserts an act; of posts, about 5 µs for each that changes its topic.

Posts that stand in no incident are not counted by topic: nobody answered them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Value
from django.db.models.functions import Coalesce

from huiying.base.counters.kinds import CounterKind, declare
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.work.collection.posts.ids import moment_of
from huiying.work.incidents.core.counters import standing_incidents
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.core.models import Answer, DeletedPostsOfTopic


def incidents_with_topic() -> QuerySet[Any]:
    """Return the standing incidents of all bureaus with ``topic``: that of the first filed."""
    filed = Answer.objects.filter(incident_id=OuterRef("pk")).exclude(topic="").order_by("pk")
    topic = Coalesce(Subquery(filed.values("topic")[:1]), Value(""))
    return standing_incidents().annotate(topic=topic)


def events_with_topic() -> QuerySet[Any]:
    """Return the events of standing incidents of all bureaus with ``topic``, as above."""
    filed = Answer.objects.filter(incident_id=OuterRef("incident_id")).exclude(topic="")
    topic = Coalesce(Subquery(filed.order_by("pk").values("topic")[:1]), Value(""))
    events = IncidentEvent.objects.exclude(incident__stage__in=SET_ASIDE)
    return events.annotate(topic=topic)


def posts_with_topic() -> QuerySet[Any]:
    """Return where posts of standing incidents stand, of all bureaus, with ``topic``."""
    events = events_with_topic().filter(
        bureau_id=OuterRef("bureau_id"), event_id=OuterRef("event_id")
    )
    rows = Placement.objects.filter(Exists(events))
    return rows.annotate(topic=Subquery(events.values("topic")[:1]))


def _deleted(bureau_id: int) -> Iterable[tuple[Any, ...]]:
    rows = DeletedPostsOfTopic.objects.filter(bureau_id=bureau_id)
    return rows.values_list("hour", "posts", "topic").iterator()


POST_TOPIC = declare(
    CounterKind(
        code="collected.topic",
        model=Placement,
        rows=posts_with_topic,
        moment="post_id",
        when=moment_of,
        parts=("topic",),
        key=str,
        hourly=True,
        deleted=_deleted,
    )
)
TOPIC = declare(
    CounterKind(
        code="incidents.topic",
        model=Incident,
        rows=incidents_with_topic,
        moment="opened_at",
        parts=("topic",),
        key=str,
    )
)
