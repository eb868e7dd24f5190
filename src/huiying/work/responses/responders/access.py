"""Return a line of the roster of responders: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.responses.responders.models import Responder


def responder_for(officer: Officer, number: str, *, to: Capability) -> Responder:
    """Return a line of the roster of the officer's bureau."""
    rows = Responder.objects.select_related("officer", "unit")
    return row_for(officer, rows, to=to, number=number)
