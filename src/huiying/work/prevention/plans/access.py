"""The only way a screen gets a plan or a part of it: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.prevention.plans.models import Plan, PlanItem

OVERVIEW = (Capability.SEE_POSTS, Capability.READ_RECORD)


def plan_for(officer: Officer, number: str, *, to: Capability) -> Plan:
    """Return a plan, for who sees the matters of every unit.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Plan.objects.select_related(
        "lead_unit",
        "speaking_unit",
        "signoff__decided_by",
        "signoff__requested_by",
        "started_by",
    )
    row = row_for(officer, rows, to=to, number=number)
    require(officer, *OVERVIEW)
    return row


def plan_item_for(officer: Officer, pk: int, *, to: Capability) -> PlanItem:
    """Return a part of a plan that the officer may see.

    Raises:
        Http404, PermissionDenied.
    """
    row = row_for(officer, PlanItem.objects.select_related("plan", "unit"), to=to, pk=pk)
    require(officer, *OVERVIEW)
    return row
