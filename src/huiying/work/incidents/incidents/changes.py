"""When incidents last changed: for systems that read them again and again.

In:   a bureau, a moment.    Out:  its incidents in the order of their registration.
Cost: one query; an indexed look into the record for each row that is read.

The record holds a line of every act on an incident, so its newest line is the last change.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Substr

from huiying.base.audit.models import AuditRecord
from huiying.work.incidents.core.models import Incident

TOPIC = "incident:"


def incidents_with_changes(bureau_id: int, since: datetime | None = None) -> QuerySet[Incident]:
    """Return the incidents of a bureau, each with ``changed_at``, the first registered first.

    Args:
        since: Only those that changed at or after it.
    """
    records = AuditRecord.objects.filter(bureau_ref=bureau_id)
    newest = records.filter(
        topic=Concat(Value(TOPIC), OuterRef("number"), output_field=CharField())
    ).order_by("-seq")
    rows = Incident.objects.filter(bureau_id=bureau_id)
    if since is not None:
        changed = records.filter(at__gte=since, topic__startswith=TOPIC)
        rows = rows.filter(
            number__in=changed.order_by()
            .annotate(number=Substr("topic", len(TOPIC) + 1))
            .values("number")
        )
    return (
        rows.annotate(changed_at=Subquery(newest.values("at")[:1]))
        .select_related("lead_unit", "notice_clock", "response_clock", "merged_into")
        .order_by("pk")
    )
