"""The clocks of 督办 between installations, one on each side, to the day that is named.

In:   a row, the day.    Out:  a running clock in the hands of the office.
Cost: three writes a clock.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.start import ClockSubject, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.time.deadlines import SUPERVISION
from huiying.work.casework.core.clocks import role_holder

ISSUED: Final = "issued_supervision"
SUPERIOR: Final = "superior_supervision"
LONGEST_LABEL: Final = 200


def start_office_clock(
    bureau_id: int, kind: str, number: str, label: str, *, due: datetime, now: datetime
) -> Clock:
    """Start the time of a 督办.

    Args:
        kind: Of the clock and of the row that it is about: ``ISSUED`` or ``SUPERIOR``.
    """
    book = book_of(bureau_id, now)
    rule = book.deadline(SUPERVISION)
    return start_clock(
        bureau_id=bureau_id,
        kind=kind,
        name=rule.name,
        rule=rule,
        rule_version=str(book.version),
        starts_at=min(now, due),
        calendar=calendar_of(bureau_id),
        subject=ClockSubject(kind, number, label[:LONGEST_LABEL]),
        holder=role_holder(Role.OFFICE),
        now=now,
        due=due,
    )
