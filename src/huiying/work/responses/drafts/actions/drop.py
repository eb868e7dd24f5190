"""放弃: abandon a draft; it stays in the record, and nothing public changes.

In:   an open draft, a reason.    Out:  a dropped draft; its request to approve is void.
Cost: two or three writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.procedure.stages import Move, Stage
from huiying.reasons.reason import Reason
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage
from huiying.work.responses.confirmations.voiding import void_confirmations
from huiying.work.responses.core.claim import claim_draft
from huiying.work.responses.core.models import OPEN_STATES, Draft, DraftState
from huiying.work.responses.core.queries import answers_of_incident
from huiying.work.responses.drafts.rewriting import require_rewriter, void_request
from huiying.work.responses.mechanism.voiding import void_mechanism_reviews


@transaction.atomic
def drop_draft(
    *, draft: Draft, revision: int, reason: str, officer: Officer, now: datetime
) -> None:
    """Set a draft aside.

    Raises:
        PermissionDenied: If the officer may not draft.
        Refused: If the reason is missing, or the draft is published or dropped already; if it
            was submitted and the officer may only comment.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.DRAFT)
    if not reason.strip():
        raise Refused(_("请填写终止起草的理由。"))
    require_rewriter(draft, officer)
    before = draft.state
    claim_draft(draft, revision=revision, states=OPEN_STATES, state=DraftState.DROPPED)
    if before != DraftState.WRITING:
        void_request(draft, reason=Reason("clocks.answer_discarded"), officer=officer, now=now)
    void_confirmations(draft, officer=officer, now=now)
    void_mechanism_reviews(draft, officer=officer, now=now)
    _move_back(draft, officer, now)
    record(draft, "draft.dropped", officer, now, reason=reason.strip())


def _move_back(draft: Draft, officer: Officer, now: datetime) -> None:
    """Let the incident go back to handling when no other answer is on its way or public."""
    incident = draft.answer.incident.current
    incident.refresh_from_db(fields=["stage"])
    others = Draft.objects.filter(
        answer__in=answers_of_incident(incident),
        state__in=(*OPEN_STATES, DraftState.PUBLISHED),
    )
    if incident.stage == Stage.RESPONDING and not others.exists():
        advance_stage(
            incident=incident, move=Move.WITHDRAW_DRAFT, actor=officer.audit_actor(), now=now
        )
