"""Read what waits for a review, and what was submitted before.

In:   a bureau or a draft.    Out:  drafts, a submission.
Cost: one query each.
"""

from __future__ import annotations

from huiying.work.responses.core.models import Draft
from huiying.work.responses.reviews.models import Submission


def previous_submission(draft: Draft) -> Submission | None:
    """Return what was submitted before the present request, if it was submitted before."""
    rows = draft.submissions.select_related("signoff__decided_by")
    return rows.exclude(signoff_id=draft.signoff_id).order_by("-at", "-pk").first()
