"""A unit officer's desk: what the unit signs for, reports on and does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.contacts import Contact, contacts_of
from huiying.base.accounts.roles.queries import may
from huiying.web.console.desk.waiting import to_do, to_report, to_sign
from huiying.web.console.shared.component_rows import WaitingRow


@dataclass(frozen=True, slots=True)
class UnitDesk:
    """What a unit has to do (``console/desk/_unit.html``).

    Attributes:
        desk: Whom to call at the duty desk.
    """

    sign: list[WaitingRow]
    report: list[WaitingRow]
    do: list[WaitingRow]
    desk: Contact | None

    @property
    def total(self) -> int:
        """How many of all."""
        return len(self.sign) + len(self.report) + len(self.do)


def works_for_a_unit(officer: Officer) -> bool:
    """Tell whether the officer sees the matters of one unit alone."""
    return may(officer, Capability.SIGN) and not may(officer, Capability.SEE_POSTS)


def unit_desk(officer: Officer, now: datetime, on_duty: Iterable[int]) -> UnitDesk:
    """Return the desk of a unit's officer."""
    duty = Role.DUTY_OFFICER
    found = contacts_of(
        officer.bureau_id, officers=(), units=(), roles={duty}, first=set(on_duty)
    )
    sign, report = to_sign(officer, now), to_report(officer, now)
    shown = {row.clock_id for row in (*sign, *report)}
    rest = [
        row for row in to_do(officer, now) if row.clock_id is None or row.clock_id not in shown
    ]
    return UnitDesk(sign, report, rest, found.roles.get(duty))
