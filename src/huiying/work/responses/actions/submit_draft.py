"""送审定: ask a leader to approve exactly these words.

In:   a draft without a blocking check.    Out:  a request bound to the hash of its content.
Cost: four writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability, Role
from huiying.base.accounts.models import Officer
from huiying.base.audit.kept import kept_label
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.ask import ask
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.deadlines import APPROVAL
from huiying.work.responses.composing import blocking
from huiying.work.responses.content import content_of, hash_of
from huiying.work.responses.drafting import SIGNOFF_KIND, about_ref, claim, record
from huiying.work.responses.exceptions import NotReady
from huiying.work.responses.models import Draft, DraftState, Submission
from huiying.work.responses.reviews import needed_for


@transaction.atomic
def submit_draft(
    *, draft: Draft, revision: int, officer: Officer, now: datetime
) -> SignoffRequest:
    """Submit a draft for approval.

    Raises:
        PermissionDenied: If the officer may not draft.
        NotReady: If something is missing; ``missing`` holds a sentence for each.
        Stale: If somebody changed the draft since ``revision``.
        CannotAnswer: If it is not being written.
    """
    require(officer, Capability.DRAFT)
    draft.refresh_from_db()
    missing = blocking(draft, now)
    if missing and draft.revision == revision:
        raise NotReady(missing)
    # Every edit, of facts too, moves the revision: what is claimed is what was checked.
    claim(draft, revision=revision, states=(DraftState.WRITING,), state=DraftState.SUBMITTED)
    content = content_of(draft)
    request = ask(
        bureau_id=draft.bureau_id,
        kind=SIGNOFF_KIND,
        about_ref=about_ref(draft),
        label=draft.title,
        content_hash=hash_of(content),
        officer=officer,
        clock=_clock(draft, now),
        now=now,
        needed=len(needed_for(draft)),
    )
    Submission.objects.create(
        bureau_id=draft.bureau_id, draft=draft, signoff=request, at=now, content=content
    )
    draft.signoff = request
    draft.save(update_fields=["signoff"])
    record(
        draft,
        verb="draft.submitted",
        officer=officer,
        now=now,
        data={"version": draft.version, "hash": request.content_hash},
    )
    return request


def _clock(draft: Draft, now: datetime) -> Clock:
    """Start the time that the leaders have to decide (a rule of the bureau)."""
    incident = draft.answer.incident
    book = book_of(draft.bureau_id, now)
    return start_clock(
        bureau_id=draft.bureau_id,
        kind="approval",
        name="审定",
        rule=book.deadline(APPROVAL),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(draft.bureau_id),
        subject=ClockSubject("incident", incident.number, incident.title, incident.grade),
        holder=Holder(kept_label(Role.DEPUTY.label)),
        now=now,
    )
