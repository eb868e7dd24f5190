"""Watch, dismiss or transfer a candidate.

In:   a candidate, a move, a reason, the officer.    Out:  its new state, in the record.
Cost: one decision; its clock is cancelled.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.outbox.actions.alarm import take_alarms_about
from huiying.policy.procedure.candidates import CandidateMove
from huiying.reasons.reason import Reason
from huiying.work.incidents.candidates.actions.decide import decide, record_decision
from huiying.work.incidents.candidates.models import Candidate


@transaction.atomic
def set_aside(
    *,
    candidate: Candidate,
    move: CandidateMove,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Watch, dismiss or transfer a candidate; its clock is cancelled with the reason."""
    decide(
        candidate=candidate,
        move=move,
        officer=officer,
        reason=reason,
        now=now,
        revision=revision,
    )
    if move in (CandidateMove.DISMISS, CandidateMove.TRANSFER):
        if candidate.notice_clock is not None:
            why = Reason("clocks.as_written", {"words": reason.strip()[:200]})
            cancel_clock(clock=candidate.notice_clock, reason=why, now=now)
        take_alarms_about(
            bureau_id=candidate.bureau_id, ref=str(candidate.event_id), officer=officer, now=now
        )
    record_decision(candidate, move, officer, reason, now)
