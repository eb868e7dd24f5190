"""Refuse a petition to a recused officer (回避), and get a recusal for a screen.

In:   an officer, a petition, a capability.    Out:  nothing or the row, or 404 / 403.
Cost: one query, read once a request.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.recusals.models import PetitionRecusal
from huiying.work.petitions.recusals.queries import recused_petition_ids


def refuse_recused(officer: Officer, petition: Petition | None, *, to: Capability) -> None:
    """Forbid reading and acting to an officer who keeps out of a petition.

    Args:
        petition: None = what is asked for is about none.

    Raises:
        NotAllowed.
    """
    if petition is not None and petition.pk in recused_petition_ids(officer):
        raise NotAllowed(to)


def petition_recusal_for(officer: Officer, pk: int, *, to: Capability) -> PetitionRecusal:
    """Return a recusal from a petition of the officer's bureau.

    Raises:
        Http404, PermissionDenied: The latter also to who keeps out of the petition himself.
    """
    rows = PetitionRecusal.objects.select_related("officer", "petition")
    row = row_for(officer, rows, to=to, pk=pk)
    refuse_recused(officer, row.petition, to=to)
    return row
