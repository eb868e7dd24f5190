"""The only way a screen gets a drill: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.prevention.drills.models import Drill

OVERVIEW = (Capability.SEE_POSTS, Capability.READ_RECORD)


def drill_for(officer: Officer, number: str, *, to: Capability) -> Drill:
    """Return a drill, for who sees the matters of every unit.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Drill.objects.select_related(
        "bureau", "source", "planned_by", "cancelled_by", "result"
    )
    row = row_for(officer, rows, to=to, number=number)
    require(officer, *OVERVIEW)
    return row
