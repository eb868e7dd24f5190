"""The only way a screen gets a row of the organisation, and the permission check of every app.

In:   an officer, a key, a capability.    Out:  the row, or Http404 / PermissionDenied.
Cost: one query.

Obtaining is being allowed: a row of another bureau does not exist (404); a row in sight that
the officer may not use is forbidden (403).
"""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.models import Delegation
from huiying.base.accounts.roles.queries import may

Row = TypeVar("Row", bound=Model)


class NotAllowed(PermissionDenied):
    """Forbidden, and what would have been needed: the page of the refusal explains it.

    Attributes:
        capabilities: One of them would have been enough, as far as roles go.
        about: Public number of the incident that it was about; empty when of none.
    """

    def __init__(self, *capabilities: Capability, about: str = "") -> None:
        super().__init__()
        self.capabilities = capabilities
        self.about = about


def require(officer: Officer, *capabilities: Capability) -> Capability:
    """Return the first of the capabilities that the officer has; NotAllowed if he has none."""
    held = next((one for one in capabilities if may(officer, one)), None)
    if held is None:
        raise NotAllowed(*capabilities)
    return held


def row_for(officer: Officer, rows: QuerySet[Row], *, to: Capability, **lookup: object) -> Row:
    """Return the one row of the officer's bureau that ``lookup`` names.

    Raises:
        Http404: If there is none in this bureau.
        PermissionDenied: If there is one, and the officer lacks ``to``.
    """
    found = list(rows.filter(bureau_id=officer.bureau_id, **lookup).order_by()[:1])
    if not found:
        raise Http404
    require(officer, to)
    return found[0]


def delegation_for(officer: Officer, pk: int, *, to: Capability) -> Delegation:
    """Return a delegation of the officer's own bureau."""
    rows = Delegation.objects.select_related("principal", "delegate", "made_by")
    return row_for(officer, rows, to=to, pk=pk)
