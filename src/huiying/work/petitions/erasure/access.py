"""The only way a screen gets an application for erasure: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.recusals.access import refuse_recused


def erasure_for(officer: Officer, number: str, *, to: Capability) -> PetitionErasure:
    """Return an application of the officer's bureau; also of a petition that is erased.

    Raises:
        Http404, PermissionDenied: The latter also to who keeps out of the petition.
    """
    rows = PetitionErasure.objects.select_related(
        "petition__competent",
        "petition__clock",
        "recorded_by",
        "proposed_by",
        "signoff__decided_by",
    )
    row = row_for(officer, rows, to=to, number=number)
    refuse_recused(officer, row.petition, to=to)
    return row
