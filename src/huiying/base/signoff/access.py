"""The only way a screen gets a request to approve.

In:   an officer, a key.    Out:  the row, or Http404 / PermissionDenied.
Cost: one query.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.signoff.models import SignoffRequest


def request_for(
    officer: Officer, pk: int, *, to: Capability = Capability.APPROVE
) -> SignoffRequest:
    """Return a request of the officer's bureau, to be decided."""
    rows = SignoffRequest.objects.select_related("requested_by", "decided_by", "clock")
    return row_for(officer, rows, to=to, pk=pk)
