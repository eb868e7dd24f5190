"""The only way a screen gets the bureau, a unit, an officer or a superior body.

In:   an officer, a key, a capability.    Out:  the row, or Http404 / PermissionDenied.
Cost: one query.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.accounts.organisation.models import Superior
from huiying.base.accounts.roles.access import require, row_for
from huiying.base.accounts.roles.capabilities import Capability


def own_bureau(officer: Officer, *, to: Capability) -> Bureau:
    """Return the officer's own bureau, for an act that begins a new row."""
    require(officer, to)
    return officer.bureau


def unit_for(officer: Officer, pk: int, *, to: Capability) -> Unit:
    """Return a unit of the officer's own bureau."""
    return row_for(officer, Unit.objects.all(), to=to, pk=pk)


def superior_for(officer: Officer, pk: int, *, to: Capability) -> Superior:
    """Return a superior body of the officer's own bureau."""
    return row_for(officer, Superior.objects.all(), to=to, pk=pk)


def officer_for(officer: Officer, pk: int, *, to: Capability) -> Officer:
    """Return an officer of the officer's own bureau."""
    return row_for(officer, Officer.objects.select_related("unit"), to=to, pk=pk)
