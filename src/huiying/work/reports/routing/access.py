"""The only way a screen gets a row of the table of recipients: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.reports.routing.models import RecipientRule


def recipient_for(officer: Officer, pk: int, *, to: Capability) -> RecipientRule:
    """Return a row of the officer's bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = RecipientRule.objects.select_related("superior", "unit", "bureau")
    return row_for(officer, rows, to=to, pk=pk)
