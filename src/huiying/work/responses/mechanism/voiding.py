"""Void what the district mechanism said of words that were just edited."""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.base.signoff.actions.void import void
from huiying.reasons.reason import Reason
from huiying.work.responses.core.models import Draft


def void_mechanism_reviews(draft: Draft, *, officer: Officer, now: datetime) -> int:
    """Void every opinion on a draft; return how many. The rows say who edited and when."""
    rows = draft.mechanism_reviews.filter(voided_at=None, signoff__isnull=False)
    for row in rows.select_related("signoff__clock"):
        draft.mechanism_reviews.filter(pk=row.pk).update(voided_by=officer, voided_at=now)
        if row.signoff is not None:
            void(request=row.signoff, reason=Reason("clocks.answer_changed"), now=now)
    return len(rows)
