"""Which submission of a draft an officer read before, so that what changed since is shown.

In:   the session, a submission that is on the screen.    Out:  the one that was read before it.
Cost: one query when there was one; the session is written when another submission is read.

Kept in the session of the officer alone: it is an aid to reading, no record of who read what.
"""

from __future__ import annotations

from django.http import HttpRequest

from huiying.work.responses.reviews.models import Submission
from huiying.work.responses.reviews.queries import earlier_submission

SESSION_KEY = "read_submissions"  # draft → keys of submissions, the newest last
KEPT_DRAFTS = 50
KEPT = 2  # the one on the screen, and the one before it


def note_reading(request: HttpRequest, submission: Submission) -> Submission | None:
    """Keep that a submission is read; return the one that was read before it, if any."""
    drafts: dict[str, list[int]] = dict(request.session.get(SESSION_KEY, {}))
    draft = str(submission.draft_id)
    read = [key for key in drafts.get(draft, []) if key != submission.pk]
    kept = [*read, submission.pk][-KEPT:]
    if drafts.get(draft) != kept:
        drafts.pop(draft, None)
        drafts[draft] = kept
        request.session[SESSION_KEY] = dict(list(drafts.items())[-KEPT_DRAFTS:])
    if not read:
        return None
    return earlier_submission(submission, read[-1])
