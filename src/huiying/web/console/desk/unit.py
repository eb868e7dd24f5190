"""A unit officer's desk: what the unit signs for, reports on and does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.contacts import Contact, contacts_of
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.matters import (
    MatterClocks,
    MatterScope,
    Wanted,
    clocks_by_matter,
    holds,
)
from huiying.web.console.desk.matters import one_main, sight_of
from huiying.web.console.desk.rows import MatterRow, matter_row
from huiying.web.console.desk.waiting import not_shown, to_do, to_report, to_sign
from huiying.web.console.shared.component_rows import WaitingRow


@dataclass(frozen=True, slots=True)
class UnitDesk:
    """What a unit has to do (``console/desk/_unit.html``).

    Attributes:
        others: Clocks in the unit's hands that none of the three lists names.
        desk: Whom to call at the duty desk.
    """

    sign: list[WaitingRow]
    report: list[WaitingRow]
    do: list[WaitingRow]
    others: list[MatterRow]
    desk: Contact | None

    @property
    def to_do(self) -> int:
        """How many things there are to do beside signing and reporting."""
        return len(self.do) + len(self.others)

    @property
    def total(self) -> int:
        """How many of all."""
        return len(self.sign) + len(self.report) + self.to_do


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
    listed = {row.clock_id for row in (*sign, *report)}
    do = not_shown(to_do(officer, now), listed)
    listed |= {row.clock_id for row in do}
    others = _other_clocks(officer, now, listed)
    sight = sight_of(officer, now, others, on_duty=on_duty)
    named = bool(sign or report or do)
    rows = one_main([matter_row(one, sight) for one in others], none=named)
    return UnitDesk(sign, report, do, rows, found.roles.get(duty))


def _other_clocks(
    officer: Officer, now: datetime, listed: Collection[int | None]
) -> list[MatterClocks]:
    """Return the clocks that the unit holds and no list names, each as a matter of its own."""
    matters = clocks_by_matter(MatterScope(officer, only_mine=True), now, Wanted.MINE)
    return [
        MatterClocks(row, ())
        for matter in matters
        for row in (matter.first, *matter.others)
        if holds(officer, row) and row.clock_id not in listed
    ]
