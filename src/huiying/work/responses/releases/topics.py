"""Incidents by week and topic of their answers, and the incidents behind a number.

In:   a bureau, a period of whole local days.    Out:  numbers of the counters; rows.
Cost: one query each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from huiying.base.counters.queries import by_day
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.counters import TOPIC, incidents_with_topic


@dataclass(frozen=True, slots=True)
class TopicWeek:
    """Incidents of one topic that were opened in one week; "" = no answer is filed."""

    week: date  # its Monday
    topic: str
    incidents: int


def incidents_by_topic(bureau_id: int, since: datetime, until: datetime) -> list[TopicWeek]:
    """Return the incidents opened in a period, but those merged or dismissed."""
    found = Counter[tuple[date, str]]()
    for (day, topic), incidents in by_day(bureau_id, TOPIC, since, until).items():
        found[day - timedelta(days=day.weekday()), topic] += incidents
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
