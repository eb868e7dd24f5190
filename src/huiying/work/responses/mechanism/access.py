"""The only way a screen gets a mechanism review: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.responses.core.access import require_concerned
from huiying.work.responses.mechanism.models import MechanismReview


def mechanism_review_for(officer: Officer, number: str, *, to: Capability) -> MechanismReview:
    """Return a review to who may see the draft that it is about.

    Raises:
        Http404, PermissionDenied: Also for a number alone: there is nothing to be seen of it.
    """
    rows = MechanismReview.objects.filter(signoff__isnull=False).select_related(
        "bureau",
        "file",
        "recorded_by",
        "voided_by",
        "signoff__decided_by",
        "draft__signoff",
        "draft__answer__speaker",
        "draft__answer__incident__merged_into",
    )
    row = row_for(officer, rows, to=to, number=number)
    require_concerned(officer, row.draft.answer, to=to)
    return row
