"""The only way a screen gets a file of a decision or a part of it: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.prevention.decisions.models import DecisionFile, MethodUse, RiskPoint

OVERVIEW = (Capability.SEE_POSTS, Capability.READ_RECORD)


def require_overview(officer: Officer) -> None:
    """Refuse who does not see the matters of every unit.

    Raises:
        PermissionDenied.
    """
    require(officer, *OVERVIEW)


def decision_for(officer: Officer, number: str, *, to: Capability) -> DecisionFile:
    """Return a file, for who sees the matters of every unit.

    Raises:
        Http404, PermissionDenied.
    """
    rows = DecisionFile.objects.select_related(
        "lead_unit", "signoff__decided_by", "signoff__requested_by", "started_by", "bureau"
    )
    row = row_for(officer, rows, to=to, number=number)
    require_overview(officer)
    return row


def point_for(officer: Officer, pk: int, *, to: Capability) -> RiskPoint:
    """Return a risk point of a file that the officer may see.

    Raises:
        Http404, PermissionDenied.
    """
    row = row_for(officer, RiskPoint.objects.select_related("decision", "unit"), to=to, pk=pk)
    require_overview(officer)
    return row


def method_for(officer: Officer, pk: int, *, to: Capability) -> MethodUse:
    """Return a method of a file that the officer may see.

    Raises:
        Http404, PermissionDenied.
    """
    row = row_for(officer, MethodUse.objects.select_related("decision", "file"), to=to, pk=pk)
    require_overview(officer)
    return row
