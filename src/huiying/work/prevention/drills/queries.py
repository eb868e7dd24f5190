"""Read drills: the list, one by its number, grave incidents that stand against a start.

In:   a bureau, a number.    Out:  rows.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SETTLED
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.drills.models import Drill, DrillResult, DrillState


def drills_of(bureau_id: int) -> QuerySet[Any]:
    """Return the drills of a bureau with their results, the newest first."""
    rows = Drill.objects.filter(bureau_id=bureau_id).select_related("result", "source")
    return rows.order_by("-planned_at", "-pk")


def search_drills(rows: QuerySet[Any], *, words: str = "", state: str = "") -> QuerySet[Any]:
    """Narrow drills by words in number, title or objectives, and by state."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word) | Q(title__icontains=word) | Q(objectives__icontains=word)
        )
    return rows.filter(state=state) if state in DrillState.values else rows


def drill_by_number(bureau_id: int, number: str) -> Drill | None:
    """Return a drill of a bureau by its number."""
    rows = Drill.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related("bureau", "planned_by").first()


def result_of(drill: Drill) -> DrillResult | None:
    """Return the result of a drill; None before it ended."""
    return DrillResult.objects.filter(drill=drill).first()


def grave_incidents(bureau_id: int, since: datetime | None = None) -> QuerySet[Incident]:
    """Return the negative incidents of 重大 or above that are open.

    Args:
        since: Only those that were opened, or became as grave, after this moment.
    """
    rows = Incident.objects.filter(
        bureau_id=bureau_id, grade__gte=Grade.MAJOR, negative=True
    ).exclude(stage__in=SETTLED)
    if since is not None:
        rows = rows.filter(Q(opened_at__gt=since) | Q(major_since__gt=since))
    return rows.order_by("opened_at", "pk")
