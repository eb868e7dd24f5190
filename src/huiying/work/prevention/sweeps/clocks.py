"""The clocks of a sweep: until the signature, of each unit, until the next one, the report.

In:   a sweep's number, the moment.    Out:  running clocks.
Cost: three writes for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huiying.base.accounts.core.models import Unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.house_text import house_text
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.time.deadlines import (
    RISK_REPORT,
    RISK_SWEEP,
    RISK_SWEEP_SIGN,
    RISK_SWEEP_UNIT,
)
from huiying.work.casework.core.clocks import role_holder, unit_holder

SUBJECT = "sweep"


def start_sweep_clocks(bureau_id: int, number: str, now: datetime) -> tuple[Clock, Clock]:
    """Start the time until the signature, and the time until the next sweep."""
    office = role_holder(Role.OFFICE)
    sign = _start(bureau_id, RISK_SWEEP_SIGN, number, office, now)
    return sign, _start(bureau_id, RISK_SWEEP, number, office, now)


def start_part_clocks(
    bureau_id: int, number: str, units: Sequence[Unit], now: datetime
) -> list[Clock]:
    """Start the time of each unit, in their order."""
    return [_start(bureau_id, RISK_SWEEP_UNIT, number, unit_holder(one), now) for one in units]


def start_report_clock(bureau_id: int, number: str, now: datetime) -> Clock:
    """Start the time until the result is reported upward."""
    return _start(bureau_id, RISK_REPORT, number, role_holder(Role.OFFICE), now)


def _start(bureau_id: int, code: str, number: str, holder: Holder, now: datetime) -> Clock:
    book = book_of(bureau_id, now)
    rule = book.deadline(code)
    label = house_text("风险定期梳理 %(number)s") % {"number": number}
    return start_clock(
        bureau_id=bureau_id,
        kind=code.lower(),
        name=rule.name,
        rule=rule,
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(bureau_id),
        subject=ClockSubject(SUBJECT, number, label),
        holder=holder,
        now=now,
    )
