"""The line of mentions per hour, as the trend component draws it.

In:   bureau or events, the moment.    Out:  points with a sentence that says what is seen.
Cost: one grouped query.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.work.incidents.queries import HourCount, hourly

HOURS = 24


def trend_of(
    bureau_id: int, now: datetime, *, event_ids: list[int] | None = None, hours: int = HOURS
) -> dict[str, Any] | None:
    """Return the trend of a bureau or of events; None when there is not one post."""
    points = hourly(bureau_id, now=now, hours=hours, event_ids=event_ids)
    total = sum(point.count for point in points)
    if not total:
        return None
    return {
        "total": total,
        "finding": _finding(points, total),
        "unit": _("条/小时"),
        "points": [
            {
                "label": _("%(hour)s时")
                % {"hour": timezone.localtime(point.hour).strftime("%H")},
                "now": point.count,
                "usual": None,
                "middle": None,
                "low": None,
                "high": None,
            }
            for point in points
        ],
        "marks": [],
        "note": _("含重复。最后一格还没有满一小时。"),
        "small": event_ids is None,
        "has_usual": False,
        "has_forecast": False,
    }


def _finding(points: list[HourCount], total: int) -> str:
    top = max(points, key=lambda point: point.count)
    return _("近 %(hours)s 小时共 %(total)s 条，最多的是 %(hour)s，%(count)s 条。") % {
        "hours": len(points),
        "total": total,
        "hour": timezone.localtime(top.hour).strftime("%m-%d %H:00"),
        "count": top.count,
    }
