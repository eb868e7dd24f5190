"""The only way a screen gets a petition: the row, or 404 / 403."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.queries import visible_petitions


def petition_for(officer: Officer, number: str, *, to: Capability, now: datetime) -> Petition:
    """Return a petition that the officer sees and may act on.

    Raises:
        Http404: If there is none in this bureau, or it is not in the officer's sight.
        PermissionDenied: If he sees it and lacks ``to``.
    """
    rows = visible_petitions(officer, now).filter(number=number, erased_at__isnull=True)
    found = rows.first()
    if found is None:
        raise Http404
    require(officer, to)
    return found
