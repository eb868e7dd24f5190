"""End requests for a waiver whose condition has been met meanwhile.

Cost: one query a bureau, and the gate of each incident with an open request.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.record import record
from huiying.base.audit.subjects import MACHINE
from huiying.base.signoff.actions.void import void
from huiying.base.signoff.models import Decision
from huiying.reasons.reason import Reason
from huiying.work.closing.core.models import Waiver
from huiying.work.closing.waivers.queries import is_met


def end_met_waivers(*, bureau_id: int, now: datetime) -> int:
    """Void what no leader needs to sign any more, with its clock; return how many ended."""
    open_requests = Waiver.objects.filter(
        bureau_id=bureau_id, signoff__decision=Decision.PENDING
    ).select_related("incident", "signoff__clock")
    return sum(_end(waiver, now) for waiver in open_requests if is_met(waiver, now))


@transaction.atomic
def _end(waiver: Waiver, now: datetime) -> bool:
    ended = void(request=waiver.signoff, reason=Reason("clocks.condition_met"), now=now)
    if ended:
        record(waiver, "waiver.met", MACHINE, now, condition=waiver.condition)
    return ended
