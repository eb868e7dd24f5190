"""Ask for approval of one content, named by its hash.

In:   what (kind, number, hash), who asks, the clock that then runs.    Out:  the request.
Cost: one insert; an older open request about the same matter is void.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.models import Clock
from huiying.base.signoff.actions.void import void_about
from huiying.base.signoff.models import SignoffRequest


@transaction.atomic
def request_approval(
    *,
    bureau_id: int,
    kind: str,
    about_ref: str,
    label: str,
    content_hash: str,
    officer: Officer,
    clock: Clock | None,
    now: datetime,
    needed: int = 1,
    emergency: str = "",
) -> SignoffRequest:
    """Put a request before those who may approve; only the newest about a matter is open.

    Args:
        clock: Time for the decision; of an emergency, time for the ratification.
        needed: How many different persons must sign, at least 1.
        emergency: Why the matter is acted upon before it is approved; "" = it is not.
    """
    void_about(bureau_id=bureau_id, kind=kind, about_ref=about_ref, now=now)
    return SignoffRequest.objects.create(
        bureau_id=bureau_id,
        kind=kind,
        about_ref=about_ref,
        label=label[:200],
        content_hash=content_hash,
        requested_by=officer,
        requested_at=now,
        clock=clock,
        needed=needed,
        emergency=emergency.strip()[:400],
    )
