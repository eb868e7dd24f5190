"""Return a submission to an officer who may see it: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.responses.core.access import require_concerned
from huiying.work.responses.reviews.models import Submission


def submission_for(officer: Officer, signoff_id: int, *, to: Capability) -> Submission:
    """Return what was submitted with one request to approve, as ``draft_for``."""
    rows = Submission.objects.select_related(
        "signoff__decided_by",
        "signoff__requested_by",
        "signoff__clock",
        "draft__answer__bureau",
        "draft__answer__speaker",
        "draft__answer__incident",
        "draft__signoff",
        "draft__author",
    )
    submission = row_for(officer, rows, to=to, signoff_id=signoff_id)
    require_concerned(officer, submission.draft.answer, to=to)
    return submission
