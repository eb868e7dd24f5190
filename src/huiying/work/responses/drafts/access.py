"""Return a draft to an officer who may see it: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.responses.core.access import require_concerned
from huiying.work.responses.core.models import Draft


def draft_for(officer: Officer, pk: int, *, to: Capability) -> Draft:
    """Return a draft of the officer's bureau.

    Raises:
        Http404, PermissionDenied: Also when the officer sees only the matters of
            his unit, and this one is not.
    """
    rows = Draft.objects.select_related(
        "answer__bureau",
        "answer__speaker",
        "answer__incident__lead_unit",
        "answer__incident__response_clock",
        "author",
        "signoff__decided_by",
    )
    draft = row_for(officer, rows, to=to, pk=pk)
    require_concerned(officer, draft.answer, to=to)
    return draft
