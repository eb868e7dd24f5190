"""The only way a screen gets a subordinate or what it reported: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.reports.exchange.models import ReceivedReport, Subordinate, SuperiorSystem


def subordinate_for(officer: Officer, pk: int, *, to: Capability) -> Subordinate:
    """Return a subordinate of the officer's bureau.

    Raises:
        Http404, PermissionDenied.
    """
    return row_for(officer, Subordinate.objects.select_related("bureau"), to=to, pk=pk)


def superior_system_for(officer: Officer, pk: int, *, to: Capability) -> SuperiorSystem:
    """Return a superior's system of the officer's bureau.

    Raises:
        Http404, PermissionDenied.
    """
    return row_for(officer, SuperiorSystem.objects.select_related("bureau"), to=to, pk=pk)


def received_report_for(officer: Officer, number: str, *, to: Capability) -> ReceivedReport:
    """Return a report that arrived, for who sees all matters of the bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = ReceivedReport.objects.select_related("bureau", "subordinate", "withdrawal", "by")
    row = row_for(officer, rows, to=to, number=number)
    if not sees_all_units(officer):
        raise NotAllowed(to)
    return row
