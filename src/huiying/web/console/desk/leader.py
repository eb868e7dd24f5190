"""A leader's desk: what waits for a signature, what is late by holder, what ends next.

In:   a leader, a deputy or the spokesperson.    Out:  three lists; no candidates.
Cost: a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.clocks.matters import (
    MatterScope,
    MatterTotals,
    Wanted,
    clocks_by_matter,
    matter_totals,
)
from huiying.web.console.desk.matters import sight_of
from huiying.web.console.desk.rows import HolderCell, MatterRow, matter_row
from huiying.web.console.desk.waiting import not_shown, to_decide, to_do
from huiying.web.console.shared.component_rows import WaitingRow

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
    """The desk of who signs (``console/desk/_leader.html``)."""

    totals: MatterTotals
    decide: list[WaitingRow]
    late: list[LateHolder]
    late_hidden: int
    ahead: list[MatterRow]
    waiting: list[WaitingRow]


def leads(officer: Officer) -> bool:
    """Tell whether the officer begins with what waits for a signature."""
    roles = roles_of(officer)
    return bool(roles & LEADERS) and not roles & OTHER_DESKS


def leader_desk(officer: Officer, now: datetime, on_duty: Iterable[int]) -> LeaderDesk:
    """Return the desk of a leader."""
    scope = MatterScope(officer)
    late = clocks_by_matter(scope, now, Wanted.LATE, most=MOST)
    ahead = clocks_by_matter(scope, now, Wanted.AHEAD, most=MOST)
    sight = sight_of(officer, now, [*late, *ahead], on_duty=on_duty)
    shown = {one.first.subject_ref for one in late}
    totals = matter_totals(scope, now)
    decide = to_decide(officer, now)
    decided = {row.clock_id for row in decide if row.clock_id}
    coming = [
        one
        for one in ahead
        if one.first.subject_ref not in shown and one.first.clock_id not in decided
    ]
    ahead_rows = [matter_row(one, sight) for one in coming]
    leading = {row.first.id for row in ahead_rows} | decided
    return LeaderDesk(
        totals=totals,
        decide=decide,
        late=_by_holder([matter_row(one, sight) for one in late]),
        late_hidden=max(0, totals.late - len(late)),
        ahead=ahead_rows,
        waiting=not_shown(to_do(officer, now), leading),
    )


def _by_holder(rows: list[MatterRow]) -> list[LateHolder]:
    """Return late matters by who holds them, the holder of the most late one first."""
    order = {row.first.holder.words: place for place, row in reversed(list(enumerate(rows)))}
    rows = sorted(rows, key=lambda row: order[row.first.holder.words])
    return [
        LateHolder(group[0].first.holder, group)
        for _words, found in groupby(rows, key=lambda row: row.first.holder.words)
        if (group := list(found))
    ]
