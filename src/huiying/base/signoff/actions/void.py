"""Void requests and approvals: the content changed, or the request was withdrawn.

In:   a request, or all open ones about a matter.    Out:  whether they lost their force.
Cost: one conditional update, and the request's clock.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.reasons.reason import Reason

STANDING = (Decision.PENDING, Decision.APPROVED)


@transaction.atomic
def void(*, request: SignoffRequest, reason: Reason, now: datetime) -> bool:
    """Void one request, open or approved; False if it has no force any more.

    Who decided and why stays on the row. A clock that runs for it is taken off the board.
    """
    rows = SignoffRequest.objects.filter(pk=request.pk, decision__in=STANDING)
    if rows.update(decision=Decision.VOID) != 1:
        return False
    request.refresh_from_db()
    if request.clock is not None:
        cancel_clock(clock=request.clock, reason=reason, now=now)
    return True


@transaction.atomic
def void_about(*, bureau_id: int, kind: str, about_ref: str, now: datetime) -> int:
    """Void every open request about a matter, because a newer one follows; return how many."""
    pending = SignoffRequest.objects.filter(
        bureau_id=bureau_id, kind=kind, about_ref=about_ref, decision=Decision.PENDING
    )
    return sum(
        void(request=row, reason=Reason("clocks.sent_again"), now=now) for row in pending
    )
