"""Changes of a schedule that wait for another person.

In:   a bureau, a change.    Out:  the one that waits; what a decision on it is bound to.
Cost: one query.
"""

from __future__ import annotations

from typing import Final

from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.work.reports.schedules.models import ScheduleChange

KIND: Final = "report_schedule"


def change_hash(row: ScheduleChange) -> str:
    """Return the hash of what is adopted: from what, to what, and why."""
    content = {
        "schema": 1,
        "schedule": row.schedule_id,
        "revision": row.revision,
        "before": row.before,
        "after": row.after,
        "reason": row.reason,
    }
    return hash_of_content(content)


def pending_change(bureau_id: int) -> ScheduleChange | None:
    """Return the change of a bureau's schedule that waits."""
    rows = ScheduleChange.objects.filter(
        bureau_id=bureau_id, signoff__decision=Decision.PENDING
    )
    return rows.order_by("-requested_at", "-pk").first()
