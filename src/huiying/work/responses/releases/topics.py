"""Incidents by week and topic of their answers.

In:   a bureau, a period.    Out:  counts that the database made.
Cost: one query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Subquery
from django.db.models.expressions import Value
from django.db.models.functions import Coalesce, TruncWeek

from huiying.policy.procedure.stages import SET_ASIDE
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Answer


@dataclass(frozen=True, slots=True)
class TopicWeek:
    """Incidents of one topic that were discovered in one week; "" = no answer is filed."""

    week: date  # its Monday
    topic: str
    incidents: int


def incidents_by_topic(bureau_id: int, since: datetime, until: datetime) -> list[TopicWeek]:
    """Return the incidents discovered in a period, but those merged or dismissed."""
    filed = Answer.objects.filter(incident_id=OuterRef("pk")).exclude(topic="").order_by("pk")
    rows = Incident.objects.filter(
        bureau_id=bureau_id, discovered_at__gte=since, discovered_at__lt=until
    ).exclude(stage__in=SET_ASIDE)
    rows = rows.annotate(
        week=TruncWeek("discovered_at"),
        filed=Coalesce(Subquery(filed.values("topic")[:1]), Value("")),
    )
    counted = rows.values("week", "filed").annotate(count=Count("pk"))
    return [
        TopicWeek(row["week"].date(), row["filed"], row["count"])
        for row in counted.order_by("week", "filed")
    ]
