"""The only way a screen gets a merge question: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.merge_questions.models import MergeQuestion
from huiying.work.incidents.recusals.access import refuse_recused


def question_for(officer: Officer, pk: int, *, to: Capability) -> MergeQuestion:
    """Return a question whether two matters are one, of the officer's bureau.

    Raises:
        Http404, PermissionDenied: Also for an act, to who keeps out of one of the two (回避).
    """
    row = row_for(officer, MergeQuestion.objects.all(), to=to, pk=pk)
    sides = Candidate.objects.filter(
        bureau_id=row.bureau_id, event_id__in=(row.left_event, row.right_event)
    )
    for side in sides.filter(incident__isnull=False).select_related("incident"):
        if side.incident is not None:
            refuse_recused(officer, side.incident, to=to)
    return row
