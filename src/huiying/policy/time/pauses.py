"""Which periods may be paused, on what legal ground, and when they end then.

In:   a period in calendar days, the spans in which it stood.    Out:  its end.
Cost: linear in the number of spans.

Only what the law does not count stops a clock: 信访工作条例 art. 36 leaves a hearing out of the
30 days of a review, art. 23 asks for no notice while name or address are unclear. A notice to a
unit and a public response never stop, nor does any other period of the book. The law leaves the
pause to one person and sets no bound; the bureau does: it stands until a day that is named when
it begins, never longer in all than the days below, and then goes on by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from huiying.policy.core.standing import Number, Standing
from huiying.policy.time.calendar import WorkingCalendar, end_of_day
from huiying.policy.time.deadlines import PETITION_RECEIPT, PETITION_REVIEW, DeadlineUnit
from huiying.policy.time.zone import DAY, LOCAL
from huiying.reasons.marking import marked


class PauseGround(StrEnum):
    """Why a period stands."""

    HEARING = "HEARING"
    DETAILS = "DETAILS"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _GROUNDS[self]


_GROUNDS = {
    PauseGround.HEARING: marked("举行听证"),
    PauseGround.DETAILS: marked("姓名、住址不清，待来件人补充"),
}


@dataclass(frozen=True, slots=True)
class PauseRule:
    """One ground that lets one period stand, with its source."""

    ground: PauseGround
    basis: str  # Chinese
    standing: Standing
    most: Number  # days that it may stand in all


_BOUND = marked("本局暂定上限，法规未规定日数")
PAUSABLE: Mapping[str, tuple[PauseRule, ...]] = {
    PETITION_RECEIPT: (
        PauseRule(
            PauseGround.DETAILS,
            marked("《信访工作条例》第二十三条：姓名、住址不清的除外"),
            Standing.TO_CONFIRM,
            Number(15, _BOUND, Standing.TO_CONFIRM),
        ),
    ),
    PETITION_REVIEW: (
        PauseRule(
            PauseGround.HEARING,
            marked("《信访工作条例》第三十六条：听证所需时间不计算在内"),
            Standing.LAW,
            Number(30, _BOUND, Standing.TO_CONFIRM),
        ),
    ),
}
"""Code of a period → on what grounds it may stand; every other period never does."""


@dataclass(frozen=True, slots=True)
class PausedSpan:
    """One stretch in which a period stood; ``end`` is not before ``start``."""

    start: datetime
    end: datetime

    @property
    def days(self) -> int:
        """How many days are not counted: from local day to local day, the first one is.

        A pause within one day gives nothing: that day is counted as the day it was.
        """
        return (self.end.astimezone(LOCAL).date() - self.start.astimezone(LOCAL).date()).days


def grounds_for(code: str, unit: str) -> tuple[PauseRule, ...]:
    """Return on what grounds a period may stand; none when it runs by the minute."""
    return PAUSABLE.get(code, ()) if unit == DeadlineUnit.CALENDAR_DAYS else ()


def days_left_to_stand(rule: PauseRule, spans: Iterable[PausedSpan]) -> int:
    """Return for how many days a period may stand yet, after the spans in which it stood."""
    return int(rule.most.value) - sum(span.days for span in spans)


def due_with_pauses(
    start: datetime, days: int, calendar: WorkingCalendar, spans: Iterable[PausedSpan]
) -> datetime:
    """Return the end of a period in calendar days that stood in between, in UTC.

    The day of the start is not counted; days in which it stood are not counted; a last day off
    moves to the next workday. Without a span it is the end that ``due_at`` gives.

    Args:
        start: With a timezone.
        days: Length of the period, at least 1.
        calendar: Knows the years that it leads through.
        spans: One after the other; none reaches into the next.

    Raises:
        ValueError: If spans overlap or run backwards, or ``start`` has no timezone.
        UnknownYear: If the way leads through a year whose days off are not known.
    """
    if start.tzinfo is None:
        message = "a period starts at a moment with a timezone"
        raise ValueError(message)
    stood, last_end = 0, datetime.min.replace(tzinfo=UTC)
    for span in spans:
        if span.end < span.start or span.start < last_end:
            message = "spans follow one another"
            raise ValueError(message)
        stood, last_end = stood + span.days, span.end
    last = start.astimezone(LOCAL).date() + (days + stood) * DAY
    return end_of_day(calendar.first_workday(last))


def moved_by(old_due: datetime, new_due: datetime) -> timedelta:
    """Return by how much what was to happen on the way moves: never back."""
    return max(timedelta(0), new_due - old_due)
