"""The only way a screen gets a request for a new query code: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.recusals.access import refuse_recused


def code_replacement_for(officer: Officer, number: str, *, to: Capability) -> CodeReplacement:
    """Return a request of the officer's bureau.

    Raises:
        Http404, PermissionDenied: The latter also to who keeps out of the petition.
    """
    rows = CodeReplacement.objects.select_related(
        "petition__competent", "requested_by", "issued_by", "signoff__decided_by"
    )
    row = row_for(officer, rows, to=to, number=number)
    refuse_recused(officer, row.petition, to=to)
    return row
