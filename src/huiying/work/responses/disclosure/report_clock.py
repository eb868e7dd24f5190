"""The clock of the report that a published state secret must be made of.

In:   a sealing on the ground of a state secret, the moment.    Out:  a running clock.
Cost: three writes.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.release.secrecy_report import SECRECY_REPORT
from huiying.work.responses.disclosure.models import Seal


def start_report_clock(seal: Seal, now: datetime) -> Clock:
    """Start the 24 hours at the moment when the sealing was asked for: it was found by then."""
    incident = seal.release.answer.incident.current
    return start_clock(
        bureau_id=seal.bureau_id,
        kind=SECRECY_REPORT.code.lower(),
        name=SECRECY_REPORT.name,
        rule=SECRECY_REPORT,
        rule_version=str(book_of(seal.bureau_id, now).version),
        starts_at=now,
        calendar=calendar_of(seal.bureau_id),
        subject=ClockSubject(
            "incident", incident.number, incident.title, incident.grade_in_force
        ),
        holder=Holder(code=Role.OFFICE),
        now=now,
    )
