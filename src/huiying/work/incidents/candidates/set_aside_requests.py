"""Setting aside a candidate that was proposed as 重大: who waits for a second signature.

In:   a candidate, or a request for approval.    Out:  the request, its hash.
Cost: one query.
"""

from __future__ import annotations

from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.work.incidents.candidates.models import Candidate, SetAsideRequest

KIND = "set_aside"


def set_aside_hash(row: SetAsideRequest) -> str:
    """Return the hash that the second signature is bound to."""
    return set_aside_content_hash(row.candidate, row.move, row.reason)


def set_aside_content_hash(candidate: Candidate, move: str, reason: str) -> str:
    """Return the hash of what is asked for and of how the candidate stands."""
    return hash_of_content(
        {
            "event": str(candidate.event_id),
            "state": candidate.state,
            "proposed": candidate.proposed_grade,
            "move": move,
            "reason": reason,
        }
    )


def waiting_set_aside(candidate: Candidate) -> SetAsideRequest | None:
    """Return what waits for a second signature about a candidate."""
    rows = SetAsideRequest.objects.filter(
        candidate=candidate, signoff__decision=Decision.PENDING
    )
    return rows.select_related("signoff", "requested_by", "candidate__notice_clock").first()


def set_aside_request_of(request: SignoffRequest) -> SetAsideRequest:
    """Return what a request for approval is about."""
    rows = SetAsideRequest.objects.select_related("candidate__notice_clock", "signoff")
    return rows.get(signoff=request)
