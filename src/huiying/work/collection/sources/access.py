"""The only way a screen gets a source: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.collection.sources.models import Source


def source_for(officer: Officer, pk: int, *, to: Capability) -> Source:
    """Return a source of the officer's bureau."""
    rows = Source.objects.select_related("address", "bureau")
    return row_for(officer, rows, to=to, pk=pk)
