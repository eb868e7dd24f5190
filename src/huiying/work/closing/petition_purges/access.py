"""The only way a screen gets an erasure of petitions by plan: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.closing.petition_purges.models import PetitionPurge


def purge_for(officer: Officer, number: str, *, to: Capability) -> PetitionPurge:
    """Return a plan of the officer's bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = PetitionPurge.objects.select_related("requested_by", "signoff__decided_by")
    return row_for(officer, rows, to=to, number=number)
