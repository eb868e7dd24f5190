"""A unit officer's desk: what the unit signs for, reports on and does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

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
    matter_totals,
)
from huiying.web.console.desk.matters import one_main, sight_of
from huiying.web.console.desk.rows import MatterRow, matter_row
from huiying.web.console.desk.waiting import not_shown, to_do, to_report, to_sign
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import MOST
from huiying.work.casework.notices.queries import (
    clocks_of_waiting_notices,
    guidance_to_sign,
    notices_to_report,
    notices_to_sign,
)


@dataclass(frozen=True, slots=True)
class UnitList:
    """Things of one kind that wait; of many the first ones, and how many there are."""

    rows: list[WaitingRow]
    total: int

    @property
    def hidden(self) -> int:
        """How many are not in the list."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class UnitDesk:
    """What a unit has to do (``console/desk/unit.html``).

    Attributes:
        others: Clocks in the unit's hands that none of the three lists names.
        others_hidden: Matters with such clocks that are not in the list.
        desk: Whom to call at the duty desk.
    """

    sign: UnitList
    report: UnitList
    do: list[WaitingRow]
    others: list[MatterRow]
    others_hidden: int
    desk: Contact | None

    @property
    def to_do(self) -> int:
        """How many things there are to do beside signing and reporting."""
        return len(self.do) + len(self.others) + self.others_hidden

    @property
    def total(self) -> int:
        """How many of all."""
        return self.sign.total + self.report.total + self.to_do


def works_for_a_unit(officer: Officer) -> bool:
    """Tell whether the officer sees the matters of one unit alone."""
    return may(officer, Capability.SIGN) and not may(officer, Capability.SEE_POSTS)


def unit_desk(officer: Officer, now: datetime, on_duty: Iterable[int]) -> UnitDesk:
    """Return the desk of a unit's officer."""
    duty = Role.DUTY_OFFICER
    found = contacts_of(
        officer.bureau_id, officers=(), units=(), roles={duty}, first=set(on_duty)
    )
    sign = _list(to_sign(officer, now), notices_to_sign(officer), guidance_to_sign(officer))
    report = _list(to_report(officer, now), notices_to_report(officer))
    listed = clocks_of_waiting_notices(officer)
    do = not_shown(to_do(officer, now), listed)
    listed |= {row.clock_id for row in do if row.clock_id is not None}
    scope = MatterScope(officer, only_mine=True, except_clocks=listed)
    matters = clocks_by_matter(scope, now, Wanted.MINE, most=MOST)
    others = _own_clocks(officer, matters, listed)
    sight = sight_of(officer, now, others, on_duty=on_duty)
    named = bool(sign.rows or report.rows or do)
    rows = one_main([matter_row(one, sight) for one in others], none=named)
    hidden = matter_totals(scope, now).mine - MOST if len(matters) == MOST else 0
    return UnitDesk(sign, report, do, rows, hidden, found.roles.get(duty))


def _list(rows: list[WaitingRow], *waiting: QuerySet[Any]) -> UnitList:
    """Return a list with its total; what is shorter than the first of a list is whole."""
    whole = len(rows) < MOST
    return UnitList(rows, len(rows) if whole else sum(each.count() for each in waiting))


def _own_clocks(
    officer: Officer, matters: list[MatterClocks], listed: frozenset[int]
) -> list[MatterClocks]:
    """Return the clocks that the unit holds and no list names, each as a matter of its own."""
    return [
        MatterClocks(row, ())
        for matter in matters
        for row in (matter.first, *matter.others)
        if holds(officer, row) and row.clock_id not in listed
    ]
