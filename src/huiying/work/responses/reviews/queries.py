"""Read what waits for a review, and what was submitted before.

In:   a bureau or a draft.    Out:  drafts, a submission.
Cost: one query each.
"""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.reviews.models import Submission


def drafts_to_approve(bureau_id: int) -> QuerySet[Draft]:
    """Return the drafts that wait for an approver, the oldest request first."""
    return (
        Draft.objects.filter(bureau_id=bureau_id, state=DraftState.SUBMITTED)
        .select_related("answer__incident", "answer__speaker", "author", "signoff")
        .order_by("signoff__requested_at", "pk")
    )


def previous_submission(draft: Draft) -> Submission | None:
    """Return what was submitted before the present request, if it was submitted before."""
    rows = draft.submissions.select_related("signoff__decided_by")
    return rows.exclude(signoff_id=draft.signoff_id).order_by("-at", "-pk").first()
