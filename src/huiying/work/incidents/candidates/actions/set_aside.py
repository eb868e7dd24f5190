"""Watch, dismiss or transfer a candidate.

In:   a candidate, a move, a reason, the officer.
Out:  its new state, in the record; or, of a proposal of 重大, a request for a second signature.
Cost: one decision; its clock is cancelled.

Whoever dismisses a proposal of 重大 ends its 30 minutes: that takes two officers, and the
minutes run until the second has signed.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import Clock
from huiying.base.db.claims import claim_row
from huiying.base.errors import Stale
from huiying.base.outbox.actions.alarm import take_alarms_about
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.candidates import CandidateMove
from huiying.reasons.reason import Reason
from huiying.work.incidents.candidates.actions.decide import (
    check_move,
    decide,
    record_decision,
    stale_message,
)
from huiying.work.incidents.candidates.models import Candidate, SetAsideRequest
from huiying.work.incidents.candidates.set_aside_requests import (
    KIND,
    set_aside_content_hash,
    set_aside_hash,
    set_aside_request_of,
)

ENDING = (CandidateMove.DISMISS, CandidateMove.TRANSFER)


@transaction.atomic
def set_aside(
    *,
    candidate: Candidate,
    move: CandidateMove,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> SetAsideRequest | None:
    """Watch, dismiss or transfer a candidate; its clock is cancelled with the reason.

    Returns:
        What waits for the second signature; None if the move took effect.

    Raises:
        Refused: If the move needs a reason and none is given.
        Stale: If somebody decided in the meantime.
    """
    if move in ENDING and candidate.proposed_grade >= Grade.MAJOR:
        return _ask(candidate, move, reason, officer, now, revision)
    _perform(candidate, move, reason, officer, now, revision)
    return None


def _ask(
    candidate: Candidate,
    move: CandidateMove,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None,
) -> SetAsideRequest:
    check_move(candidate, move, reason)
    if not claim_row(candidate, revision, state=candidate.state):
        candidate.refresh_from_db()
        raise Stale(stale_message(candidate))
    words = masked_text(reason.strip())[:400]
    row = SetAsideRequest.objects.create(
        bureau_id=candidate.bureau_id,
        candidate=candidate,
        move=str(move),
        reason=words,
        requested_by=officer,
        requested_at=now,
        signoff=request_approval(
            bureau_id=candidate.bureau_id,
            kind=KIND,
            about_ref=str(candidate.event_id),
            label=house_text("排除重大待研判舆情：%(title)s") % {"title": candidate.title},
            content_hash=set_aside_content_hash(candidate, str(move), words),
            officer=officer,
            clock=None,
            now=now,
        ),
    )
    record(row, "candidate.set_aside_asked", officer, now, move=str(move), reason=words)
    return row


def _perform(
    candidate: Candidate,
    move: CandidateMove,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None,
) -> None:
    decide(
        candidate=candidate,
        move=move,
        officer=officer,
        reason=reason,
        now=now,
        revision=revision,
    )
    if move in ENDING:
        if candidate.notice_clock is not None:
            why = Reason("clocks.as_written", {"words": masked_text(reason.strip())[:200]})
            cancel_clock(clock=candidate.notice_clock, reason=why, now=now)
        take_alarms_about(
            bureau_id=candidate.bureau_id, ref=str(candidate.event_id), officer=officer, now=now
        )
    record_decision(candidate, move, officer, reason, now)


@transaction.atomic
def decide_set_aside(
    row: SetAsideRequest,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Set the candidate aside with the second signature, or leave it on the desk.

    Raises:
        Refused: If the decider asked for it or stands in for who did, or it is sent back
            without a reason.
        Stale: If the candidate was decided otherwise, or its proposed grade changed.
    """
    row.candidate.refresh_from_db()
    SET_ASIDE_KIND.decide(
        row,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if approve:
        _perform(row.candidate, CandidateMove(row.move), row.reason, officer, now, None)
    else:
        words = masked_text(reason.strip())[:400]
        record(row, "candidate.set_aside_returned", officer, now, reason=words)


def _may_decide(request: SignoffRequest, officer: Officer) -> bool:
    del request
    return may(officer, Capability.TRIAGE)


def _running_clock(request: SignoffRequest) -> Clock | None:
    return set_aside_request_of(request).candidate.notice_clock


SET_ASIDE_KIND = SignoffKind[SetAsideRequest](
    name=KIND,
    content_hash=set_aside_hash,
    approve=partial(decide_set_aside, approve=True, reason=""),
    send_back=partial(decide_set_aside, approve=False),
    changed=gettext_lazy("待研判舆情已更新，本次签署未生效。请核对最新内容后重新提交。"),
    may_decide=_may_decide,
    clock=_running_clock,
)
