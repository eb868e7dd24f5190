"""送审: submit exactly these words for review."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.deadlines import APPROVAL
from huiying.reasons.marking import marked
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.confirmations.required import unasked_agencies
from huiying.work.responses.core.claim import claim_draft
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.exceptions import NotReady
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation
from huiying.work.responses.reviews.models import Submission
from huiying.work.responses.reviews.required import required_reviews


@transaction.atomic
def ask_and_submit(
    *, draft: Draft, revision: int, officer: Officer, now: datetime
) -> list[Confirmation]:
    """Ask every agency that must confirm the words and was not asked, then submit them.

    A leader who decides then sees whom the words concern and since when they were asked.

    Raises:
        NotReady, Stale, Refused: As ``ask_confirmation`` and ``submit_draft``; nothing is sent
            when either refuses.
    """
    confirmations = [
        ask_confirmation(draft=draft, unit=unit, revision=revision, officer=officer, now=now)
        for unit in unasked_agencies(draft)
    ]
    submit_draft(draft=draft, revision=revision, officer=officer, now=now)
    return confirmations


@transaction.atomic
def submit_draft(
    *, draft: Draft, revision: int, officer: Officer, now: datetime
) -> SignoffRequest:
    """Submit a draft for approval.

    Raises:
        PermissionDenied: If the officer may not draft.
        NotReady: If something is missing; ``missing`` holds a sentence for each.
        Stale: If somebody changed the draft since ``revision``.
        Refused: If it is not being written.
    """
    require(officer, Capability.DRAFT)
    draft.refresh_from_db()
    missing = blocking(draft, now)
    if missing and draft.revision == revision:
        raise NotReady(missing)
    # Every edit, of facts too, moves the revision: what is claimed is what was checked.
    claim_draft(
        draft, revision=revision, states=(DraftState.WRITING,), state=DraftState.SUBMITTED
    )
    content = content_of(draft)
    request = request_approval(
        bureau_id=draft.bureau_id,
        kind=SIGNOFF_KIND,
        about_ref=draft.version_number,
        label=draft.title,
        content_hash=hash_of_content(content),
        officer=officer,
        clock=_clock(draft, now),
        now=now,
        needed=len(required_reviews(draft)),
    )
    Submission.objects.create(
        bureau_id=draft.bureau_id, draft=draft, signoff=request, at=now, content=content
    )
    draft.signoff = request
    draft.save(update_fields=["signoff"])
    record(
        draft, "draft.submitted", officer, now, version=draft.version, hash=request.content_hash
    )
    return request


def _clock(draft: Draft, now: datetime) -> Clock:
    """Start the time that the leaders have to decide (a rule of the bureau)."""
    incident = draft.answer.incident
    book = book_of(draft.bureau_id, now)
    return start_clock(
        bureau_id=draft.bureau_id,
        kind="approval",
        name=marked("审定"),
        rule=book.deadline(APPROVAL),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(draft.bureau_id),
        subject=ClockSubject(
            "incident", incident.number, incident.title, incident.grade_in_force
        ),
        holder=Holder(code=Role.DEPUTY),
        now=now,
    )


SIGNOFF_KIND = "answer"
