"""One clock as a row of the countdown board: wording, seconds left, time by holder.

In:   a clock with its holds, the moment.    Out:  a row without a query.
Cost: microseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.clocks.models import Clock, ClockPause, ClockStanding, ClockState
from huiying.policy.time.pauses import PauseGround

SOON = timedelta(minutes=30)


class ClockLook(StrEnum):
    """How a clock is drawn; a late end stays late."""

    RUNNING = "running"
    SOON = "soon"
    LATE = "late"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met_late"
    RECORDED_LATE = "recorded_late"  # done in time, but recorded after the clock ran out
    CANCELLED = "cancelled"


STATUS_LABELS = {
    ClockLook.RUNNING: gettext_lazy("计时中"),
    ClockLook.SOON: gettext_lazy("即将到期"),
    ClockLook.LATE: gettext_lazy("超时"),
    ClockLook.PAUSED: gettext_lazy("依法暂停"),
    ClockLook.MET: gettext_lazy("按时完成"),
    ClockLook.MET_LATE: gettext_lazy("超时完成"),
    ClockLook.RECORDED_LATE: gettext_lazy("按时办到，超时后补记"),
    ClockLook.CANCELLED: gettext_lazy("已撤销"),
}


@dataclass(frozen=True, slots=True)
class LedgerSegment:
    """One stretch of the ledger. Shares of a row add up to 1."""

    holder: str  # "" for the time that is left
    share: float  # 0–1 of the row's whole time
    from_at: datetime
    to_at: datetime
    current: bool = False  # in the hands of who holds it now
    late: bool = False  # after the due time
    left: bool = False  # not used yet
    stood: bool = False  # the clock stood: nobody's time

    @property
    def minutes(self) -> int:
        """Whole minutes of the stretch."""
        return int((self.to_at - self.from_at).total_seconds() // 60)

    @property
    def flex(self) -> int:
        """The share in thousandths, at least 1, for drawing."""
        return max(1, round(self.share * 1000))


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One clock as people see it."""

    clock_id: int
    kind: str
    name: str
    amount: str
    basis: str
    standing: str
    standing_words: str
    rule_version: str
    subject_kind: str
    subject_ref: str
    subject_label: str
    subject_grade: int | None
    subject_proposed: bool
    holder: str  # in the active language
    holder_unit_id: int | None
    holder_officer_id: int | None
    holder_code: str  # as of ``Held``
    held_since: datetime
    starts_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    breached_at: datetime | None
    stop_reason: Mapping[str, Any]  # a ``Reason``; {} = it runs
    seconds_left: int  # until due; negative = late by so much; of a stopped clock at its stop
    look: ClockLook
    words: str
    segments: tuple[LedgerSegment, ...]
    acked_by: str = ""  # who says at this moment that it is being done
    acked_at: datetime | None = None
    stands_for: str = ""  # the ground on which it stands now

    @property
    def runs(self) -> bool:
        """Tell whether the clock still counts."""
        return self.stopped_at is None

    @property
    def late(self) -> bool:
        """Tell whether the time ran out before it was done (a breach never goes away)."""
        return self.look in (ClockLook.LATE, ClockLook.MET_LATE, ClockLook.RECORDED_LATE)

    @property
    def seconds_used(self) -> int:
        """Seconds from the start until now or the stop."""
        total = (self.due_at - self.starts_at).total_seconds()
        return int(total) - self.seconds_left

    @property
    def spoken(self) -> str:
        """The ledger as text for screen readers, e.g. ``系统 4 分钟、值班员 9 分钟``."""
        return "、".join(
            _("%(holder)s %(minutes)d 分钟") % {"holder": part.holder, "minutes": part.minutes}
            for part in self.segments
            if not part.left and not part.stood
        )


def status_of(clock: Clock, now: datetime) -> ClockLook:
    """Return how a clock stands at a moment."""
    if clock.state == ClockState.CANCELLED:
        return ClockLook.CANCELLED
    if clock.state == ClockState.MET and clock.stopped_at is not None:
        if clock.stopped_at > clock.due_at:
            return ClockLook.MET_LATE
        return ClockLook.MET if clock.breached_at is None else ClockLook.RECORDED_LATE
    if clock.paused_at is not None:
        return ClockLook.PAUSED
    if now > clock.due_at:
        return ClockLook.LATE
    return ClockLook.SOON if clock.due_at - now <= SOON else ClockLook.RUNNING


class HoldSpan(NamedTuple):
    """One stretch in somebody's hands, as it was fetched; ``to_at`` None = still."""

    holder: str  # in the active language
    from_at: datetime
    to_at: datetime | None


def board_row(
    clock: Clock, holds: Sequence[HoldSpan], now: datetime, pauses: Sequence[ClockPause] = ()
) -> BoardRow:
    """Return the row of a clock; holds and pauses are in the order of time.

    Of a clock that stands, the time left is what it had when it was stopped.
    """
    end = clock.stopped_at or max(now, clock.starts_at)
    counted = clock.paused_at or end
    look = status_of(clock, now)
    return BoardRow(
        clock_id=clock.pk,
        kind=clock.kind,
        name=clock.name,
        amount=clock.amount,
        basis=clock.basis,
        standing=clock.standing,
        standing_words=str(ClockStanding(clock.standing).label),
        rule_version=clock.rule_version,
        subject_kind=clock.subject_kind,
        subject_ref=clock.subject_ref,
        subject_label=clock.subject_label,
        subject_grade=clock.subject_grade,
        subject_proposed=clock.subject_proposed,
        holder=clock.holder,
        holder_unit_id=clock.holder_unit_id,
        holder_officer_id=clock.holder_officer_id,
        holder_code=clock.holder_code,
        held_since=holds[-1].from_at if holds else clock.starts_at,
        starts_at=clock.starts_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        breached_at=clock.breached_at,
        stop_reason=clock.stop_reason,
        seconds_left=int((clock.due_at - counted).total_seconds()),
        look=look,
        words=str(STATUS_LABELS[look]),
        segments=minute_ledger(clock, holds, end, pauses),
        stands_for=str(PauseGround(pauses[-1].ground).label)
        if clock.paused_at is not None and pauses
        else "",
    )


def minute_ledger(
    clock: Clock, holds: Sequence[HoldSpan], end: datetime, pauses: Sequence[ClockPause] = ()
) -> tuple[LedgerSegment, ...]:
    """Return who used the time until ``end``, and what is left; shares add up to 1."""
    spans = [(pause.from_at, pause.to_at or end) for pause in pauses]
    parts = [
        piece
        for part in _hold_segments(clock, holds, end)
        for piece in _split_by_pauses(part, spans)
    ]
    if clock.paused_at is None and clock.state == ClockState.RUNNING and end < clock.due_at:
        parts.append(LedgerSegment("", 0.0, end, clock.due_at, left=True))
    seconds = [(part.to_at - part.from_at).total_seconds() for part in parts]
    total = sum(seconds)
    if total <= 0:
        return ()
    return tuple(
        LedgerSegment(
            part.holder,
            length / total,
            part.from_at,
            part.to_at,
            part.current,
            part.late,
            part.left,
            part.stood,
        )
        for part, length in zip(parts, seconds, strict=True)
    )


def _split_by_pauses(
    part: LedgerSegment, spans: Sequence[tuple[datetime, datetime]]
) -> Iterator[LedgerSegment]:
    """Yield a stretch in pieces: what was somebody's, and what stood and was nobody's."""
    here = part.from_at
    for start, end in spans:
        begin, stop = max(start, here), min(end, part.to_at)
        if begin >= stop:
            continue
        if here < begin:
            yield replace(part, from_at=here, to_at=begin)
        yield LedgerSegment("", 0.0, begin, stop, stood=True)
        here = stop
    if here < part.to_at:
        yield replace(part, from_at=here)


def _hold_segments(
    clock: Clock, holds: Sequence[HoldSpan], end: datetime
) -> Iterator[LedgerSegment]:
    """Yield each hold within [start, end], cut in two where it crosses the due time."""
    for hold in holds:
        begin = max(hold.from_at, clock.starts_at)
        stop = min(hold.to_at or end, end)
        current = hold.to_at is None
        cut = min(max(clock.due_at, begin), stop)
        if begin < cut:
            yield LedgerSegment(hold.holder, 0.0, begin, cut, current)
        if cut < stop and stop > clock.due_at:
            yield LedgerSegment(hold.holder, 0.0, max(cut, begin), stop, current, late=True)
