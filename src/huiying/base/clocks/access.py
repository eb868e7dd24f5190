"""The only way a screen gets one clock.

In:   an officer, a key, a capability.    Out:  the row, or Http404 / PermissionDenied.
Cost: one query.

A clock knows no subject: whoever shows it asks the subject's own access as well.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.clocks.models import Clock


def clock_for(officer: Officer, pk: int, *, to: Capability) -> Clock:
    """Return a clock of the officer's own bureau."""
    rows = Clock.objects.select_related("holder_unit", "holder_officer")
    return row_for(officer, rows, to=to, pk=pk)
