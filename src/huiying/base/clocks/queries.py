"""Read clocks: the countdown board, its totals, the clocks of one subject.

In:   a bureau, the moment.    Out:  rows ready to be drawn, with the minute ledger.
Cost: the board is three queries (clocks, holds, acknowledgements); totals are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.clocks.board import SOON, BoardRow, HoldSpan, board_row
from huiying.base.clocks.models import (
    Clock,
    ClockAck,
    ClockHold,
    ClockPause,
    ClockState,
    ClockStep,
    holder_words,
)
from huiying.policy.time.pauses import PAUSABLE

STATUS_COLUMNS = (
    "state",
    "rule_code",
    "starts_at",
    "due_at",
    "paused_at",
    "stopped_at",
    "stop_reason",
    "breached_at",
)
"""What says how a clock stands; a list with a clock in each row asks for no more of it."""


@dataclass(frozen=True, slots=True)
class BoardTotals:
    """Totals of the board; late clocks are running ones too, and are not in ``soon``."""

    late: int
    soon: int  # due within 30 minutes
    running: int
    mine: int  # running, in the hands of the officer who was named


def status_columns(path: str) -> list[str]:
    """Return the columns of a related clock that say how it stands, for ``only()``."""
    return [f"{path}__{name}" for name in STATUS_COLUMNS]


def board(
    bureau_id: int,
    now: datetime,
    *,
    mine: Officer | None = None,
    horizon: timedelta | None = None,
    first: int = 0,
    most: int | None = None,
) -> list[BoardRow]:
    """Return the running clocks of a bureau, least time left first.

    Args:
        mine: Only clocks in this officer's hands: his own, his unit's, or those of a role
            that he holds.
        horizon: Only clocks due within this time; None = all. Late ones are always shown.
        first: How many of the most urgent to leave out (a page of a long board).
        most: At most so many rows; None = all.
    """
    clocks = running_clocks(bureau_id)
    if mine is not None:
        clocks = clocks.filter(held_by(mine))
    if horizon is not None:
        clocks = clocks.filter(due_at__lte=now + horizon)
    last = None if most is None else first + most
    return board_rows(clocks.order_by("due_at", "pk")[first:last], now)


def board_totals(bureau_id: int, now: datetime, officer: Officer | None = None) -> BoardTotals:
    """Return the totals of the board in one query, and how many are an officer's own."""
    mine = held_by(officer) if officer else Q(pk__in=[])
    found = running_clocks(bureau_id).aggregate(
        late=Count("pk", filter=Q(due_at__lt=now, paused_at__isnull=True)),
        soon=Count(
            "pk", filter=Q(due_at__gte=now, due_at__lte=now + SOON, paused_at__isnull=True)
        ),
        running=Count("pk"),
        mine=Count("pk", filter=mine),
    )
    return BoardTotals(**found)


@dataclass(frozen=True, slots=True)
class ClockCounts:
    """How many clocks of a bureau run; those that are paused are not late and not soon."""

    running: int
    soon: int  # due within 30 minutes
    late: int


def clock_counts(now: datetime, bureau_id: int | None = None) -> dict[int, ClockCounts]:
    """Return by bureau how many clocks run; a bureau without one is left out.

    Args:
        bureau_id: Of this bureau alone; None: of every one, in one query.
    """
    goes = Q(paused_at__isnull=True)
    rows = Clock.objects.filter(state=ClockState.RUNNING)
    if bureau_id is not None:
        rows = rows.filter(bureau_id=bureau_id)
    counted = (
        rows.order_by()
        .values("bureau_id")
        .annotate(
            running=Count("pk"),
            soon=Count("pk", filter=goes & Q(due_at__gte=now, due_at__lte=now + SOON)),
            late=Count("pk", filter=goes & Q(due_at__lt=now)),
        )
    )
    columns = counted.values_list("bureau_id", "running", "soon", "late")
    return {bureau: ClockCounts(running, soon, late) for bureau, running, soon, late in columns}


def clocks_of_subject(bureau_id: int, ref: str, now: datetime) -> list[BoardRow]:
    """Return all clocks of a subject, stopped ones too, in the order of their start."""
    clocks = Clock.objects.filter(bureau_id=bureau_id, subject_ref=ref)
    return board_rows(clocks.order_by("starts_at", "pk"), now)


@dataclass(frozen=True, slots=True)
class SubjectClocks:
    """The clocks of one subject, for a line of a list."""

    following: Clock | None  # of those that run the one that ends first, not paused if any is
    running: int
    breached: int  # that ended, and were late


NO_CLOCKS = SubjectClocks(None, 0, 0)


def clocks_by_subject(bureau_id: int, refs: Collection[str]) -> dict[str, SubjectClocks]:
    """Return the clocks of many subjects in one query; a subject without one is left out."""
    rows = Clock.objects.filter(bureau_id=bureau_id, subject_ref__in=refs).filter(
        Q(state=ClockState.RUNNING) | Q(breached_at__isnull=False)
    )
    found: dict[str, SubjectClocks] = {}
    for clock in rows.order_by(F("paused_at").asc(nulls_first=True), "due_at", "pk"):
        known = found.get(clock.subject_ref, NO_CLOCKS)
        if clock.state == ClockState.RUNNING:
            known = replace(
                known, following=known.following or clock, running=known.running + 1
            )
        else:
            known = replace(known, breached=known.breached + 1)
        found[clock.subject_ref] = known
    return found


def clock_row(clock: Clock, now: datetime) -> BoardRow:
    """Return one clock as the board draws it, running or not."""
    [row] = board_rows(Clock.objects.filter(pk=clock.pk), now)
    return row


def holds_of(clock: Clock) -> list[ClockHold]:
    """Return who held a clock, in the order of time."""
    return list(clock.holds.all())


def steps_of(clock: Clock) -> list[ClockStep]:
    """Return the ladder of a clock, lowest rung first."""
    return list(clock.steps.order_by("share"))


def pauses_of(clock: Clock) -> list[ClockPause]:
    """Return in which stretches a clock stood, in the order of time."""
    return list(clock.pauses.select_related("by", "ended_by"))


def acks_of(clock: Clock) -> list[ClockAck]:
    """Return every acknowledgement of a clock, newest first."""
    return list(clock.acks.select_related("officer").order_by("-at", "-pk"))


def holds_now(officer: Officer, clock: Clock) -> bool:
    """Tell whether a running clock is in an officer's hands, alone or with others."""
    return running_clocks(officer.bureau_id).filter(held_by(officer), pk=clock.pk).exists()


def running_clocks(bureau_id: int) -> QuerySet[Clock]:
    """Return the running clocks of a bureau."""
    return Clock.objects.filter(bureau_id=bureau_id, state=ClockState.RUNNING)


def held_by(officer: Officer) -> Q:
    """Return the condition of clocks that this officer holds, alone or with others."""
    held = Q(holder_officer=officer) | Q(holder_code__in=roles_of(officer))
    if officer.unit_id is not None:
        held |= Q(holder_unit_id=officer.unit_id, holder_officer__isnull=True)
    return held


def due_steps(now: datetime) -> QuerySet[ClockStep]:
    """Return the rungs of running clocks that wait to fire, oldest first."""
    return ClockStep.objects.filter(
        fired_at__isnull=True,
        parked_at__isnull=True,
        at__lte=now,
        clock__state=ClockState.RUNNING,
        clock__paused_at__isnull=True,
    ).order_by("at", "pk")


def lapsed_acks(now: datetime) -> QuerySet[ClockAck]:
    """Return the acknowledgements of running clocks whose time is over, oldest first."""
    return ClockAck.objects.filter(
        ended_at__isnull=True,
        lapses_at__lte=now,
        clock__state=ClockState.RUNNING,
        clock__paused_at__isnull=True,
    ).order_by("lapses_at", "pk")


def current_ack(clock: Clock, now: datetime) -> ClockAck | None:
    """Return who says at this moment that a clock's matter is being done."""
    rows = ClockAck.objects.filter(clock=clock, ended_at__isnull=True, lapses_at__gt=now)
    return rows.select_related("officer").first()


def unmarked_breaches(now: datetime) -> QuerySet[Clock]:
    """Return the running clocks that ran out and are not marked as late yet."""
    return Clock.objects.filter(
        state=ClockState.RUNNING,
        paused_at__isnull=True,
        due_at__lt=now,
        breached_at__isnull=True,
    ).order_by("due_at", "pk")


def board_rows(clocks: QuerySet[Clock], now: datetime) -> list[BoardRow]:
    """Return clocks as the board draws them, in their order (three queries, or four)."""
    found = list(clocks)
    holds: defaultdict[int, list[HoldSpan]] = defaultdict(list)
    stretches = ClockHold.objects.filter(clock_id__in=[clock.pk for clock in found])
    held = stretches.values_list("clock_id", "holder_code", "holder_name", "from_at", "to_at")
    for clock_id, code, name, from_at, to_at in held:
        holds[clock_id].append(HoldSpan(holder_words(code, name), from_at, to_at))
    acks = ClockAck.objects.filter(
        clock_id__in=list(holds), ended_at__isnull=True, lapses_at__gt=now
    )
    columns = acks.values_list("clock_id", "officer__name", "at")
    acknowledged = {clock_id: (name, at) for clock_id, name, at in columns}
    stood = _pauses(found)
    return [
        _with_ack(
            board_row(clock, holds[clock.pk], now, stood.get(clock.pk, ())),
            acknowledged.get(clock.pk),
        )
        for clock in found
    ]


def _pauses(clocks: list[Clock]) -> dict[int, list[ClockPause]]:
    """Return in which stretches clocks stood; no query when none of them ever may."""
    keys = [clock.pk for clock in clocks if clock.rule_code in PAUSABLE]
    found: defaultdict[int, list[ClockPause]] = defaultdict(list)
    for row in ClockPause.objects.filter(clock_id__in=keys) if keys else ():
        found[row.clock_id].append(row)
    return found


def _with_ack(row: BoardRow, acknowledged: tuple[str, datetime] | None) -> BoardRow:
    return (
        row
        if acknowledged is None
        else replace(row, acked_by=acknowledged[0], acked_at=acknowledged[1])
    )
