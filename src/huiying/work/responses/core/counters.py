"""Counter of incidents by the topic that their answers are filed under.

In:   incidents as they are opened, merged or set aside; answers as they are filed.
Out:  the kind ``incidents.topic``, by the day of the opening; "" = not filed.
Cost: one query and two upserts an act.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import Value
from django.db.models.functions import Coalesce

from huiying.base.counters.kinds import CounterKind, declare
from huiying.work.incidents.core.counters import standing_incidents
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Answer


def incidents_with_topic() -> QuerySet[Any]:
    """Return the standing incidents of all bureaus with ``topic``: that of the first filed."""
    filed = Answer.objects.filter(incident_id=OuterRef("pk")).exclude(topic="").order_by("pk")
    topic = Coalesce(Subquery(filed.values("topic")[:1]), Value(""))
    return standing_incidents().annotate(topic=topic)


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
