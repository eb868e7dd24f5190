"""Take a matter out of the archive when it is reopened; its number is not given again.

In:   an incident that is being reopened.    Out:  the end of its filing, as a row.
Cost: two queries; a write and a record if it was filed.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.signoff.actions.void import void
from huiying.reasons.reason import Reason
from huiying.work.closing.archive.models import EndOfFiling, FilingEnd
from huiying.work.closing.archive.queries import filing_of, pending_period_request
from huiying.work.incidents.core.models import Incident


@transaction.atomic
def take_out(*, incident: Incident, reason: str, officer: Officer, now: datetime) -> None:
    """End the filing of an incident and a request about its period, if there is one."""
    pending = pending_period_request(incident)
    if pending is not None:
        void(request=pending.signoff, reason=Reason("clocks.incident_reopened"), now=now)
    filing = filing_of(incident)
    if filing is None:
        return
    FilingEnd.objects.create(
        bureau_id=filing.bureau_id,
        filing=filing,
        kind=EndOfFiling.REOPENED,
        reason=reason,
        at=now,
        by=officer,
    )
    record(filing, "archive.taken_out", officer, now, reason=reason)
