"""Record acts on a confirmation, and in whose hands its clock runs.

The agency's words stay on the row alone.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.record import AuditedActor, record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState

ABOUT = "confirmation"


def record_confirmation(
    row: Confirmation, verb: str, by: AuditedActor, now: datetime, /, **data: str
) -> None:
    """Write one record with unit and hash; an agency's words stay on the row alone."""
    record(row, verb, by, now, unit=row.unit.name, hash=row.content_hash, **data)


def hand_over(row: Confirmation, now: datetime) -> None:
    """Let the clock run in the hands of whose turn it is: the duty desk's, or the agency's.

    What is recorded waits for a second person of the bureau; the agency has done its part.
    """
    if row.clock is None:
        return
    at_agency = row.state == ConfirmationState.ASKED
    holder = (
        Holder(row.unit.name, unit=row.unit) if at_agency else Holder(code=Role.DUTY_OFFICER)
    )
    hand_over_clock(clock=row.clock, holder=holder, now=now)
