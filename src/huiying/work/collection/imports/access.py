"""The only way a screen gets an import: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.collection.imports.models import ImportJob


def import_for(officer: Officer, pk: int, *, to: Capability) -> ImportJob:
    """Return an import of the officer's bureau."""
    rows = ImportJob.objects.select_related("source", "by", "bureau")
    return row_for(officer, rows, to=to, pk=pk)
