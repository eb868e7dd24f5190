"""A leader's desk: what waits for a signature, what is late by holder, what ends next.

In:   a leader, a deputy or the spokesperson.    Out:  three lists; no candidates.
Cost: a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.queries import may, roles_of
from huiying.base.clocks.matters import MatterScope, Wanted, clocks_by_matter, matter_totals
from huiying.web.console.desk.matters import sight_of
from huiying.web.console.desk.rows import HolderCell, MatterRow, matter_row
from huiying.web.console.desk.waiting import not_shown, to_decide, to_do
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.work.casework.core.access import sees_all_units

MOST = 30
LEADERS = frozenset({Role.LEADER, Role.DEPUTY, Role.SPOKESPERSON})
OTHER_DESKS = frozenset({Role.DUTY_OFFICER, Role.OFFICE})  # they keep the duty desk itself


@dataclass(frozen=True, slots=True)
class LateHolder:
    """One holder of late clocks, with the matters of each."""

    holder: HolderCell
    rows: list[MatterRow]


@dataclass(frozen=True, slots=True)
class LeaderDesk:
    """The desk of who signs (``console/desk/leader.html``).

    Attributes:
        decides: The officer may be asked for a decision at all.
        figures: The officer may see the figures of the bureau.
        late_total: Late matters without those that wait for the officer's own signature.
    """

    title: str
    decides: bool
    decide: list[WaitingRow]
    waiting: list[WaitingRow]
    late: list[LateHolder]
    late_total: int
    late_hidden: int
    ahead: list[MatterRow]
    running: int
    figures: bool


def leads(officer: Officer) -> bool:
    """Tell whether the officer begins with what waits for a signature."""
    roles = roles_of(officer)
    return bool(roles & LEADERS) and not roles & OTHER_DESKS


def leader_desk(officer: Officer, now: datetime, on_duty: Iterable[int]) -> LeaderDesk:
    """Return the desk of a leader; what waits for the own signature stands there alone."""
    scope, decide = MatterScope(officer), to_decide(officer, now)
    own = {row.clock_id for row in decide if row.clock_id}
    found = clocks_by_matter(scope, now, Wanted.LATE, most=MOST)
    late = [one for one in found if one.first.clock_id not in own]
    refs = {one.first.subject_ref for one in found}
    coming = clocks_by_matter(scope, now, Wanted.AHEAD, most=MOST)
    ahead = [
        one
        for one in coming
        if one.first.subject_ref not in refs and one.first.clock_id not in own
    ]
    sight = sight_of(officer, now, [*late, *ahead], on_duty=on_duty)
    totals = matter_totals(scope, now)
    hidden = max(0, totals.late - len(found))
    shown = own | {one.first.clock_id for one in (*late, *ahead)}
    return LeaderDesk(
        title=_title(officer),
        decides=may(officer, Capability.APPROVE) or may(officer, Capability.REVIEW),
        decide=decide,
        waiting=not_shown(to_do(officer, now), shown),
        late=_by_holder([matter_row(one, sight) for one in late]),
        late_total=len(late) + hidden,
        late_hidden=hidden,
        ahead=[matter_row(one, sight) for one in ahead],
        running=totals.running,
        figures=may(officer, Capability.SEE_LEDGER) and sees_all_units(officer),
    )


def _title(officer: Officer) -> str:
    lead = roles_of(officer) & {Role.LEADER, Role.DEPUTY}
    return _("领导工作台") if lead else _("新闻发言人工作台")


def _by_holder(rows: list[MatterRow]) -> list[LateHolder]:
    """Return late matters by who holds them, the holder of the most late one first."""
    order = {row.first.holder.words: place for place, row in reversed(list(enumerate(rows)))}
    rows = sorted(rows, key=lambda row: order[row.first.holder.words])
    return [
        LateHolder(group[0].first.holder, group)
        for _words, found in groupby(rows, key=lambda row: row.first.holder.words)
        if (group := list(found))
    ]
