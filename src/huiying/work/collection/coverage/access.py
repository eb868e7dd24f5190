"""The only way a screen gets a note on a gap of coverage: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.collection.coverage.models import CoverageNote


def note_for(officer: Officer, pk: int, *, to: Capability) -> CoverageNote:
    """Return a note of the officer's bureau."""
    return row_for(officer, CoverageNote.objects.select_related("by", "owner"), to=to, pk=pk)
