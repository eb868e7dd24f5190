"""Return a confirmation to an officer who may see it: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.incidents.recusals.access import refuse_recused
from huiying.work.responses.confirmations.models import Confirmation


def confirmation_for(officer: Officer, number: str, *, to: Capability) -> Confirmation:
    """Return a confirmation: to who sees all matters, who wrote it, and the agency asked.

    Raises:
        Http404, PermissionDenied: Officers of other units see nothing of it.
    """
    rows = Confirmation.objects.select_related(
        "unit",
        "bureau",
        "clock",
        "voided_by",
        "recorded_by",
        "countersigned_by",
        "file",
        "draft__answer__incident__merged_into",
    )
    row = row_for(officer, rows, to=to, number=number)
    refuse_recused(officer, row.draft.answer.incident, to=to)
    sees_all = may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)
    wrote = officer.pk in row.draft.writers
    if not sees_all and not wrote and officer.unit_id != row.unit_id:
        raise NotAllowed(to, about=row.draft.answer.incident.number)
    return row
