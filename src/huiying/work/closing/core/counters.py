"""Counter of incidents that stand closed, by grade and kind of event.

In:   incidents as they are closed, reopened or graded anew.
Out:  the kind ``incidents.closed``, by the day of the closing that stands.
Cost: one query and two upserts an act.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from huiying.base.counters.kinds import CounterKind, declare
from huiying.work.incidents.core.counters import grade_and_kind
from huiying.work.incidents.core.models import Incident


def closed_incidents() -> QuerySet[Any]:
    """Return the incidents of all bureaus that stand closed, with ``closed_at``."""
    rows = Incident.objects.filter(closings__reopened_at__isnull=True, closings__isnull=False)
    return rows.annotate(closed_at=F("closings__closed_at"))


CLOSED = declare(
    CounterKind(
        code="incidents.closed",
        model=Incident,
        rows=closed_incidents,
        moment="closed_at",
        parts=("grade", "event_kind"),
        key=grade_and_kind,
    )
)


def closed_behind(bureau_id: int, since: datetime, until: datetime) -> QuerySet[Incident]:
    """Return the incidents closed in a period that stand closed, the newest closing first."""
    rows = closed_incidents().filter(
        bureau_id=bureau_id, closed_at__gte=since, closed_at__lt=until
    )
    return rows.select_related("lead_unit").order_by("-closed_at", "-pk")
