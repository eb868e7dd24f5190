"""What every act on a draft shares: who wins a race, what voids an approval, the record.

In:   a draft as the officer saw it.    Out:  the same draft, moved on by one revision.
Cost: one conditional UPDATE; a record line at the end.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.base.audit.kept import kept
from huiying.base.signoff.actions.void import void
from huiying.work.incidents.claiming import Claim
from huiying.work.incidents.models import Incident
from huiying.work.responses.confirming import void_confirmations
from huiying.work.responses.exceptions import CannotAnswer, Stale
from huiying.work.responses.models import OPEN_STATES, Draft, DraftState
from huiying.work.responses.secrecy import refuse_classified

SIGNOFF_KIND = "answer"
MOST_MERGES = 50  # a chain of merged incidents is followed so far


claim = Claim(
    DraftState,
    CannotAnswer,
    Stale,
    gettext_noop("这份回应现在是“%(state)s”，不能这样做。"),
    gettext_noop("这份回应刚被别人改过，没有覆盖。你输入的文字还在下面，请对照后再存。"),
)


def rewrite(
    draft: Draft, *, revision: int, officer: Officer, now: datetime, **changes: Any
) -> bool:
    """Store an edit; a request to approve, pending or granted, is void from this moment.

    So is what other agencies confirmed: they confirmed other words.

    Returns:
        True if an approval or a request for one was voided.

    Raises:
        CannotAnswer, Stale.
    """
    refuse_classified(*(text for text in changes.values() if isinstance(text, str)))
    before = DraftState(draft.state)
    writers = [*draft.writers, *([officer.pk] if officer.pk not in draft.writers else [])]
    claim(
        draft,
        revision=revision,
        states=OPEN_STATES,
        state=DraftState.WRITING,
        approved_as="",
        writers=writers,
        edited_at=now,
        **changes,
    )
    void_confirmations(draft, officer=officer, now=now)
    if before == DraftState.WRITING:
        return False
    void_request(draft, reason=kept("送审定后文字有改动"), now=now)
    return True


def void_request(draft: Draft, *, reason: str, now: datetime) -> None:
    """Void the request to approve a draft, and the approval if it was given."""
    if draft.signoff is not None:
        void(request=draft.signoff, reason=reason, now=now)


def about_ref(draft: Draft) -> str:
    """Return the public number of what is to be approved: answer and version."""
    return f"{draft.answer.number}/{draft.version}"


def subject_of_draft(draft: Draft) -> Subject:
    """Return how the record names a draft, on the timeline of the incident."""
    incident = draft.answer.incident
    topic = f"incident:{incident_now(incident).number}"
    return Subject("answer", about_ref(draft), incident.title, topic)


def record(
    draft: Draft,
    *,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident."""
    append(
        bureau_id=draft.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=subject_of_draft(draft),
        now=now,
        data=data or {},
    )


def incident_now(incident: Incident) -> Incident:
    """Return the incident that an incident has become by merging."""
    for _step in range(MOST_MERGES):
        if incident.merged_into is None:
            break
        incident = incident.merged_into
    return incident
