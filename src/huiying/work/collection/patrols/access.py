"""The only way a screen gets a patrol plan or one of its places: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.collection.patrols.models import PatrolPlace, PatrolPlan


def plan_for(officer: Officer, pk: int, *, to: Capability) -> PatrolPlan:
    """Return a patrol plan of the officer's bureau."""
    return row_for(officer, PatrolPlan.objects.select_related("bureau"), to=to, pk=pk)


def place_for(officer: Officer, pk: int, *, to: Capability) -> PatrolPlace:
    """Return a place of a plan of the officer's bureau."""
    return row_for(officer, PatrolPlace.objects.select_related("plan"), to=to, pk=pk)
