"""The only way a screen gets a composition: the row, or 404 / 403.

In:   an officer, a key, a capability.    Out:  the row.
Cost: one query.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.reports.drafting.models import ReportComposition


def composition_for(officer: Officer, pk: int, *, to: Capability) -> ReportComposition:
    """Return what somebody of the bureau had composed.

    Raises:
        Http404, PermissionDenied.
    """
    rows = ReportComposition.objects.select_related("bureau", "report", "requested_by")
    return row_for(officer, rows, to=to, pk=pk)
