"""The periods of a petition that no rule book holds: who registers it, who may object.

In:   days, a working calendar, rules.    Out:  rules, days, moments.    Cost: linear in days.

信访工作条例 binds each by name. A petition bureau registers, then transfers or assigns within
15 days (art. 22). The competent body tells the petitioner within 15 days, or objects within
five working days (art. 23); it ends within 60 days, longer by at most 30 (art. 34). A review
and a re-review are the superior body's, within 30 days each (art. 35, 36).
"""

from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum

from huiying.policy.core.standing import Standing
from huiying.policy.time.calendar import WorkingCalendar, end_of_day
from huiying.policy.time.deadlines import DeadlineRule, DeadlineUnit
from huiying.policy.time.zone import DAY, LOCAL
from huiying.reasons.marking import marked

REGISTRATION = DeadlineRule(
    "PETITION_REGISTRATION",
    marked("信访登记、转送、交办"),
    15,
    DeadlineUnit.CALENDAR_DAYS,
    marked("《信访工作条例》第二十二条"),
    Standing.LAW,
)
"""The bureau's own period. It is the law's and no row of the rule book: nobody changes it."""
OBJECTION_DAYS = 5
"""Working days in which a body may object that it is not competent (art. 23)."""


class ForwardManner(StrEnum):
    """How a petition goes to the competent body."""

    TRANSFERRED = "TRANSFERRED"
    ASSIGNED = "ASSIGNED"

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _MANNERS[self]


_MANNERS = {
    ForwardManner.TRANSFERRED: marked("转送"),
    ForwardManner.ASSIGNED: marked("交办，限期反馈结果"),
}


class ReviewStep(IntEnum):
    """Which review was asked for last; after the second one there is none."""

    NONE = 0
    REVIEW = 1
    RE_REVIEW = 2

    @property
    def label(self) -> str:
        """The word in Chinese."""
        return _STEPS[self]


_STEPS = {
    ReviewStep.NONE: marked("办理"),
    ReviewStep.REVIEW: marked("复查"),
    ReviewStep.RE_REVIEW: marked("复核"),
}


def last_day_to_object(forwarded: date, calendar: WorkingCalendar) -> date:
    """Return the last day on which a body may object to a petition that it was sent.

    Raises:
        UnknownYear: If the way leads through a year whose days off are not known.
    """
    return calendar.add_working_days(forwarded, OBJECTION_DAYS)


def counted_end(start: datetime, rule: DeadlineRule) -> datetime:
    """Return the end of a period in calendar days as it is counted, in UTC.

    A last day off moves what is due to the next workday; what is counted on from the end of the
    period is counted from here, or it would grow by the days off.
    """
    if rule.unit != DeadlineUnit.CALENDAR_DAYS:
        message = f"{rule.code} is not counted in calendar days"
        raise ValueError(message)
    return end_of_day(start.astimezone(LOCAL).date() + rule.amount * DAY).astimezone(UTC)
