"""Who edits a draft now: a lease that warns and locks nothing.

In:   a draft, an officer, the moment.    Out:  the lease kept, or who else holds one.
Cost: one statement; no record, since it decides nothing. The revision decides a race.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.models import Lease

LEASE_TIME = timedelta(
    minutes=3
)  # so long after the last sign of him somebody counts as editing


def take_lease(draft: Draft, *, officer: Officer, now: datetime) -> bool:
    """Say that an officer edits a draft, unless another does; returns True if it is his."""
    if held_by_other(draft, officer, now) is not None:
        return False
    Lease.objects.update_or_create(
        draft=draft, defaults={"bureau_id": draft.bureau_id, "officer": officer, "at": now}
    )
    return True


def held_by_other(draft: Draft, officer: Officer, now: datetime) -> Lease | None:
    """Return the lease of somebody else that is not over, or None."""
    rows = Lease.objects.filter(draft=draft, at__gt=now - LEASE_TIME)
    return rows.exclude(officer_id=officer.pk).select_related("officer").first()
