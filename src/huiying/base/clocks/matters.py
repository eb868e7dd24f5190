"""Running clocks by matter: one entry for each, the clock that ends first before the others.

In:   a bureau, the moment, which clocks are wanted.    Out:  matters with their board rows.
Cost: one query for the order, three or four for the rows, one for the totals; none depends on
      the number of matters.

A matter of which every clock stands by law comes after all others: no time of it runs out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, F, Min, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.clocks.board import SOON, BoardRow, ClockLook
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import board_rows, held_by, running_clocks

AHEAD = timedelta(hours=8)  # what a leader sees coming


class Wanted(StrEnum):
    """Which clocks of the board are asked for."""

    ALL = "all"
    MINE = "mine"  # in the hands of who looks
    LATE = "late"
    SOON = "soon"  # due within 30 minutes
    AHEAD = "ahead"  # due within the hours of ``AHEAD``


@dataclass(frozen=True, slots=True)
class MatterClocks:
    """The running clocks of one matter.

    Attributes:
        first: Of the clocks that were asked for, the one that ends first.
        others: Every other running clock of the matter, in the order of their ends.
    """

    first: BoardRow
    others: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class MatterTotals:
    """Matters with a running clock; one that is late and soon due counts in both."""

    running: int
    late: int
    soon: int
    mine: int


@dataclass(frozen=True, slots=True)
class MatterScope:
    """Whose clocks, and of which kinds of matters.

    Attributes:
        officer: Who looks: his own clocks are ``Wanted.MINE``.
        only_mine: No clock but those in his hands.
        without: Kinds of matters that another list of the page shows.
        when_due_by: Kinds with a list elsewhere, of which only what ends by this is wanted.
        except_clocks: Keys of clocks that another list of the page shows.
    """

    officer: Officer
    only_mine: bool = False
    without: tuple[str, ...] = ()
    when_due_by: tuple[tuple[str, datetime], ...] = ()
    except_clocks: frozenset[int] = frozenset()

    def clocks(self) -> QuerySet[Clock]:
        """Return the running clocks within the scope."""
        rows = running_clocks(self.officer.bureau_id).exclude(subject_kind__in=self.without)
        if self.except_clocks:
            rows = rows.exclude(pk__in=self.except_clocks)
        for kind, end in self.when_due_by:
            rows = rows.exclude(subject_kind=kind, due_at__gt=end)
        return rows.filter(held_by(self.officer)) if self.only_mine else rows


def matter_totals(scope: MatterScope, now: datetime) -> MatterTotals:
    """Return how many matters of a scope have a running clock, and how they stand."""
    late, soon = late_clocks(now), clocks_ending_within(now, SOON)
    found = scope.clocks().aggregate(
        running=Count("subject_ref", distinct=True),
        late=Count("subject_ref", distinct=True, filter=late),
        soon=Count("subject_ref", distinct=True, filter=soon),
        mine=Count("subject_ref", distinct=True, filter=held_by(scope.officer)),
    )
    return MatterTotals(**found)


def late_clocks(now: datetime) -> Q:
    """Return the condition of clocks that ran out and do not stand."""
    return Q(due_at__lt=now, paused_at__isnull=True)


def clocks_ending_within(now: datetime, ahead: timedelta) -> Q:
    """Return the condition of clocks that run out within a time from now and do not stand."""
    return Q(due_at__gte=now, due_at__lte=now + ahead, paused_at__isnull=True)


def clocks_by_matter(
    scope: MatterScope,
    now: datetime,
    wanted: Wanted = Wanted.ALL,
    *,
    first: int = 0,
    most: int | None = None,
) -> list[MatterClocks]:
    """Return the matters of a scope with their running clocks, least time left first.

    Args:
        wanted: Only matters with such a clock; the first of these leads the entry.
        first: How many of the most urgent matters to leave out (a page of a long list).
        most: At most so many matters; None = all.
    """
    last = None if most is None else first + most
    chosen = _chosen(scope, now, wanted).values_list("subject_kind", "subject_ref")
    matters = list(
        chosen.annotate(
            ends=Min("due_at", filter=Q(paused_at__isnull=True)), stands=Min("due_at")
        ).order_by(F("ends").asc(nulls_last=True), "stands", "subject_ref")[first:last]
    )
    keys = [(kind, ref) for kind, ref, _ends, _stands in matters]
    clocks: defaultdict[tuple[str, str], list[BoardRow]] = defaultdict(list)
    if keys:
        every = running_clocks(scope.officer.bureau_id)
        rows = every.filter(subject_ref__in=[ref for _kind, ref in keys])
        for row in board_rows(rows.order_by("due_at", "pk"), now):
            clocks[row.subject_kind, row.subject_ref].append(row)
    return [_entry(clocks[key], scope, wanted) for key in keys if clocks[key]]


def holds(officer: Officer, row: BoardRow) -> bool:
    """Tell whether a clock is in an officer's hands, alone or with others (as ``held_by``)."""
    if row.holder_officer_id is not None:
        return row.holder_officer_id == officer.pk
    if row.holder_code in roles_of(officer):
        return True
    return row.holder_unit_id is not None and row.holder_unit_id == officer.unit_id


def _chosen(scope: MatterScope, now: datetime, wanted: Wanted) -> QuerySet[Clock]:
    rows = scope.clocks().order_by()
    match wanted:
        case Wanted.MINE:
            return rows.filter(held_by(scope.officer))
        case Wanted.LATE:
            return rows.filter(late_clocks(now))
        case Wanted.SOON:
            return rows.filter(clocks_ending_within(now, SOON))
        case Wanted.AHEAD:
            return rows.filter(clocks_ending_within(now, AHEAD))
    return rows


def _entry(rows: list[BoardRow], scope: MatterScope, wanted: Wanted) -> MatterClocks:
    """Return a matter; of the clocks that were asked for, one that stands leads the last."""
    only_mine = scope.only_mine or wanted is Wanted.MINE

    def leads(row: BoardRow) -> tuple[bool, bool, bool]:
        return (
            only_mine and not holds(scope.officer, row),
            wanted in (Wanted.SOON, Wanted.AHEAD) and row.look is ClockLook.LATE,
            row.look is ClockLook.PAUSED,
        )

    lead = min(rows, key=leads)  # the first of its kind: they come in the order of their ends
    return MatterClocks(lead, tuple(row for row in rows if row is not lead))
