"""Read emergency monitoring: what runs now, how often a source is asked.

In:   bureaus, the moment.    Out:  the running row, minutes.
Cost: one query over an index.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min, QuerySet

from huiying.work.collection.emergency.models import EmergencyMonitoring
from huiying.work.collection.sources.models import Source


def running(now: datetime) -> QuerySet[EmergencyMonitoring]:
    """Return what runs at a moment, of all bureaus."""
    rows = EmergencyMonitoring.objects.filter(started_at__lte=now, until__gt=now)
    return rows.filter(ended_at__isnull=True)


def emergency_of(bureau_id: int, now: datetime) -> EmergencyMonitoring | None:
    """Return what runs in a bureau, None = nothing."""
    return running(now).filter(bureau_id=bureau_id).select_related("by__unit").first()


def ask_every(sources: Iterable[Source], now: datetime) -> int:
    """Return after how many minutes an address is asked again that these sources follow.

    The shortest of their own intervals; in an emergency of one of their bureaus at most its.
    """
    rows = list(sources)
    usual = min(row.interval_minutes for row in rows)
    bureaus = {row.bureau_id for row in rows}
    shortest = running(now).filter(bureau_id__in=bureaus).aggregate(least=Min("minutes"))
    return usual if shortest["least"] is None else min(usual, shortest["least"])
