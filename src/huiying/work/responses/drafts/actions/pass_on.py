"""Give an open draft to another writer, because its author leaves or moves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.work.responses.core.claim import claim_draft
from huiying.work.responses.core.models import OPEN_STATES, Draft


@transaction.atomic
def pass_draft_on(*, draft: Draft, to: Officer, officer: Officer, now: datetime) -> None:
    """Make ``to`` the author. He answers for the text from now on, so he never approves it.

    Args:
        officer: Who passes it on.

    Raises:
        Refused, Stale: If the draft was published, dropped or edited meanwhile.
    """
    writers = sorted({*draft.writers, to.pk})
    claim_draft(draft, revision=draft.revision, states=OPEN_STATES, author=to, writers=writers)
    record(draft, "draft.passed_on", officer, now, to=f"officer:{to.pk}")
