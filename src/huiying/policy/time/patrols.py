"""日常巡查 (Article 5): the times of patrols, and the state of each.

In:   a rhythm (times of day, weekdays), a span, what was recorded.    Out:  slots with a state.
Cost: linear in the slots of the span.

A slot may be done from half an hour before its time until the next one; what nobody did by then
is missed, and stays so: only this shows that nothing was left out (不漏报).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from huiying.policy.core.standing import Number, Standing
from huiying.policy.time.spans import Span
from huiying.policy.time.zone import DAY, LOCAL
from huiying.reasons.marking import marked

_BASIS = marked("《制度》第五条“健全日常巡查机制”，未规定次数")
GRACE = Number(30, _BASIS, Standing.EXAMPLE)  # minutes after the time that are still in time
EARLY = timedelta(minutes=30)
LONGEST = timedelta(hours=12)  # so long the last slot of a day waits
MOST_TIMES = 24
USUAL_TIMES = tuple(
    time(hour, minute)
    for hour, minute in ((8, 30), (10, 0), (11, 30), (13, 30), (15, 30), (17, 0))
)
"""Times that one district's bureau looks round at, as a start."""
EVERY_DAY = frozenset(range(7))


class SlotState(StrEnum):
    """What became of a slot."""

    COMING = "COMING"
    DUE = "DUE"
    OVERDUE = "OVERDUE"  # its grace is over, and it can still be done
    DONE = "DONE"
    LATE = "LATE"  # done after its grace
    MISSED = "MISSED"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]

    @property
    def open(self) -> bool:
        """Tell whether somebody can do it now."""
        return self in (SlotState.DUE, SlotState.OVERDUE)


_LABELS = {
    SlotState.COMING: marked("未到时间"),
    SlotState.DUE: marked("待巡查"),
    SlotState.OVERDUE: marked("已过时间"),
    SlotState.DONE: marked("按时"),
    SlotState.LATE: marked("迟做"),
    SlotState.MISSED: marked("漏巡"),
}


@dataclass(frozen=True, slots=True)
class PatrolSchedule:
    """When somebody looks round."""

    times: tuple[time, ...]  # local, ascending, each once
    weekdays: frozenset[int]  # Monday is 0
    grace: timedelta
    since: datetime  # aware; no slot before
    until: datetime | None = None  # no slot from then on


@dataclass(frozen=True, slots=True)
class Slot:
    """One time to look round; all moments are aware and ascending."""

    at: datetime
    late_at: datetime
    ends_at: datetime

    @property
    def opens_at(self) -> datetime:
        """The first moment at which it can be done."""
        return self.at - EARLY

    def state(self, done_at: datetime | None, now: datetime) -> SlotState:
        """Return what became of it, or how it stands."""
        if done_at is not None:
            return SlotState.DONE if done_at <= self.late_at else SlotState.LATE
        if now < self.opens_at:
            return SlotState.COMING
        if now <= self.late_at:
            return SlotState.DUE
        return SlotState.OVERDUE if now < self.ends_at else SlotState.MISSED


def schedule_problem(
    times: Collection[time], weekdays: Collection[int], grace: timedelta
) -> str:
    """Return why a rhythm cannot be, in Chinese; "" when it can."""
    if not times:
        return marked("至少要有一个时间。")
    if len(times) > MOST_TIMES:
        return marked("一天最多 24 次。")
    if not weekdays:
        return marked("至少选一天。")
    if any(later - earlier <= grace for earlier, later in _gaps(sorted(set(times)))):
        return marked("两次之间要比宽限时间长。")
    return ""


def slots(rhythm: PatrolSchedule, span: Span) -> list[Slot]:
    """Return the slots whose time lies in a span, in order."""
    found = []
    ahead = Span(span.starts_at, span.ends_at + LONGEST)
    moments = [at for at in _moments(rhythm, ahead) if rhythm.since <= at]
    for number, at in enumerate(moments):
        if at >= span.ends_at or (rhythm.until is not None and at >= rhythm.until):
            break
        following = moments[number + 1] if number + 1 < len(moments) else at + LONGEST
        late_at = at + rhythm.grace
        found.append(Slot(at, late_at, max(late_at, min(following, at + LONGEST))))
    return found


def slot_at(rhythm: PatrolSchedule, at: datetime) -> Slot | None:
    """Return the slot of this very moment; None when there is none."""
    found = slots(rhythm, Span(at, at + timedelta(seconds=1)))
    return found[0] if found else None


def _moments(rhythm: PatrolSchedule, span: Span) -> Iterator[datetime]:
    day = span.starts_at.astimezone(LOCAL).date()
    last = span.ends_at.astimezone(LOCAL).date()
    while day <= last:
        if day.weekday() in rhythm.weekdays:
            for each in rhythm.times:
                at = datetime.combine(day, each, LOCAL)
                if span.starts_at <= at < span.ends_at:
                    yield at
        day += DAY


def _gaps(times: list[time]) -> Iterator[tuple[datetime, datetime]]:
    """Yield neighbouring times as moments of one day, so that they can be subtracted."""
    day = date(2000, 1, 1)
    for earlier, later in pairwise(times):
        yield datetime.combine(day, earlier), datetime.combine(day, later)
