"""The only way a screen gets a source, an import or a patrol plan.

In:   an officer, a key, a capability.    Out:  the row, or 404 / 403.
Cost: one query.
"""

from __future__ import annotations

from huiying.base.accounts.access import row_for
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.work.collection.models import ImportJob, PatrolPlan, Source


def source_for(officer: Officer, pk: int, *, to: Capability) -> Source:
    """Return a source of the officer's bureau."""
    rows = Source.objects.select_related("address", "bureau")
    return row_for(officer, rows, to=to, pk=pk)


def import_for(officer: Officer, pk: int, *, to: Capability) -> ImportJob:
    """Return an import of the officer's bureau."""
    rows = ImportJob.objects.select_related("source", "by", "bureau")
    return row_for(officer, rows, to=to, pk=pk)


def plan_for(officer: Officer, pk: int, *, to: Capability) -> PatrolPlan:
    """Return a patrol plan of the officer's bureau."""
    return row_for(officer, PatrolPlan.objects.select_related("bureau"), to=to, pk=pk)
