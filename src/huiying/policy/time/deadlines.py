"""Compute when something is due, and which rule of the book applies.

In:   moments (timezone-aware), ``DeadlineRule``, ``WorkingCalendar``, ``Grade``.
Out:  moments in UTC, rules.          Cost: linear in the days a rule spans.

Three families never mix: the notice to the unit (Article 4(3)), the public response
(national documents), and the bureau's own clocks (receipt, approval, verification).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from huiying.policy.core.standing import Standing
from huiying.policy.grading.grades import Grade
from huiying.policy.time.calendar import WorkingCalendar, end_of_day
from huiying.policy.time.ladder import RUNGS, Rung
from huiying.policy.time.zone import DAY, LOCAL
from huiying.reasons.marking import marked


class DeadlineUnit(StrEnum):
    """In what a period is counted."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"

    @property
    def label(self) -> str:
        """The Chinese word of the unit."""
        return _UNIT_LABELS[self]


_UNIT_LABELS = {
    DeadlineUnit.MINUTES: marked("分钟"),
    DeadlineUnit.HOURS: marked("小时"),
    DeadlineUnit.WORKING_DAYS: marked("个工作日"),
    DeadlineUnit.CALENDAR_DAYS: marked("日"),
}
_LENGTHS = {DeadlineUnit.MINUTES: timedelta(minutes=1), DeadlineUnit.HOURS: timedelta(hours=1)}

NOTICE = {
    Grade.ORDINARY: "NOTICE_ORDINARY",
    Grade.SIGNIFICANT: "NOTICE_SIGNIFICANT",
    Grade.MAJOR: "NOTICE_MAJOR",
    Grade.CRITICAL: "NOTICE_MAJOR",
}
RECEIPT = {
    Grade.ORDINARY: "RECEIPT_ORDINARY",
    Grade.SIGNIFICANT: "RECEIPT_SIGNIFICANT",
    Grade.MAJOR: "RECEIPT_MAJOR",
    Grade.CRITICAL: "RECEIPT_MAJOR",
}
FIRST_RESPONSE = "FIRST_RESPONSE"
EMERGENCY_RESPONSE = "EMERGENCY_RESPONSE"
EMERGENCY_PRESS = "EMERGENCY_PRESS"
APPROVAL = "APPROVAL"
VERIFICATION = "VERIFICATION"
CLAIM_CHECK = "CLAIM_CHECK"
RATIFICATION = "RATIFICATION"
LIAISON = "LIAISON"
MEDIA_ENQUIRY = "MEDIA_ENQUIRY"
SUPERVISION = "SUPERVISION"
CONFIRMATION = "CONFIRMATION"
PROCEDURE_RATIFICATION = "PROCEDURE_RATIFICATION"
WITHHOLDING_REVIEW = "WITHHOLDING_REVIEW"
INITIAL_REPORT = "INITIAL_REPORT"
REPORT_RECEIPT = "REPORT_RECEIPT"
LATE_RECORD = "LATE_RECORD"
PETITION_DIVERSION = "PETITION_DIVERSION"
PETITION_RECEIPT = "PETITION_RECEIPT"
PETITION_DECISION = "PETITION_DECISION"
PETITION_EXTENSION = "PETITION_EXTENSION"
PETITION_REVIEW = "PETITION_REVIEW"
PETITION = (PETITION_RECEIPT, PETITION_DECISION, PETITION_EXTENSION, PETITION_REVIEW)
QUESTION_REPLY = "QUESTION_REPLY"
SUGGESTION_REPLY = "SUGGESTION_REPLY"
RISK_SWEEP = "RISK_SWEEP"
RISK_SWEEP_UNIT = "RISK_SWEEP_UNIT"
RISK_SWEEP_SIGN = "RISK_SWEEP_SIGN"
RISK_REPORT = "RISK_REPORT"
PREVENTION = (RISK_SWEEP, RISK_SWEEP_UNIT, RISK_SWEEP_SIGN, RISK_REPORT)
CODES = (
    *dict.fromkeys(NOTICE.values()),
    *dict.fromkeys(RECEIPT.values()),
    FIRST_RESPONSE,
    EMERGENCY_RESPONSE,
    EMERGENCY_PRESS,
    APPROVAL,
    VERIFICATION,
    CLAIM_CHECK,
    RATIFICATION,
    CONFIRMATION,
    PROCEDURE_RATIFICATION,
    WITHHOLDING_REVIEW,
    LIAISON,
    MEDIA_ENQUIRY,
    INITIAL_REPORT,
    REPORT_RECEIPT,
    SUPERVISION,
    LATE_RECORD,
    *PETITION,
    PETITION_DIVERSION,
    QUESTION_REPLY,
    SUGGESTION_REPLY,
    *PREVENTION,
)
ADDED = (
    INITIAL_REPORT,
    REPORT_RECEIPT,
    SUPERVISION,
    LATE_RECORD,
    PETITION_DIVERSION,
    QUESTION_REPLY,
    SUGGESTION_REPLY,
    *PREVENTION,
)
"""Codes that a stored book of an earlier release does not have: the default stands there."""


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One period of the rule book."""

    code: str  # one of CODES
    name: str  # Chinese
    amount: int  # in ``unit``, at least 1
    unit: DeadlineUnit
    basis: str  # Chinese: the article or document
    standing: Standing
    steps: tuple[Rung, ...] = RUNGS  # the ladder: shares ascending, audiences never falling

    @property
    def sentence(self) -> str:
        """The rule as a Chinese sentence: length, basis, standing."""
        return (
            f"{self.name}:{self.amount} {self.unit.label}({self.basis},{self.standing.label})"
        )


class DeadlineBook(Protocol):
    """Whatever can look up a deadline rule by its code: the rule book."""

    def deadline(self, code: str) -> DeadlineRule:
        """Return the rule of a code; raises KeyError if there is none."""
        ...  # pragma: no cover


def due_at(start: datetime, rule: DeadlineRule, calendar: WorkingCalendar) -> datetime:
    """Return the moment at which a period ends, in UTC.

    Minutes and hours run through day and night. Days are local days: the start day is not
    counted, the period ends with the last second of its last day, and a last day off moves
    to the next workday (by analogy with 民法典 art. 201, 203).

    Raises:
        ValueError: If ``start`` has no timezone.
        UnknownYear: If the way leads through a year whose days off are not known.
    """
    if start.tzinfo is None:
        message = "a deadline starts at a moment with a timezone"
        raise ValueError(message)
    length = _LENGTHS.get(rule.unit)
    if length is not None:
        return start.astimezone(UTC) + rule.amount * length
    first = start.astimezone(LOCAL).date()
    if rule.unit == DeadlineUnit.WORKING_DAYS:
        return end_of_day(calendar.add_working_days(first, rule.amount))
    return end_of_day(calendar.first_workday(first + rule.amount * DAY))


@dataclass(frozen=True, slots=True)
class DaysUsed:
    """What of the calendar a period in days made use of; empty for minutes and hours."""

    off: tuple[date, ...] = ()  # days off that it passed over or moved beyond
    worked: tuple[date, ...] = ()  # weekend days that counted as workdays (调休)
    provisional: tuple[int, ...] = ()  # years whose notice of holidays was not out


def days_used(
    start: datetime, due: datetime, rule: DeadlineRule, calendar: WorkingCalendar
) -> DaysUsed:
    """Return which days off, make-up workdays and unpublished years a period rests on."""
    if rule.unit in _LENGTHS:
        return DaysUsed()
    first, last = start.astimezone(LOCAL).date(), due.astimezone(LOCAL).date()
    days = [first + n * DAY for n in range(1, (last - first).days + 1)]
    return DaysUsed(
        off=calendar.days_off_between(start, due),
        worked=tuple(day for day in days if calendar.is_made_up(day)),
        provisional=tuple(sorted({day.year for day in days} & calendar.provisional_years)),
    )


def notice_rule(book: DeadlineBook, grade: Grade, negative: bool) -> DeadlineRule:  # noqa: FBT001 — a recorded fact, not a switch
    """Return the rule of the notice to the responsible unit, Article 4(3).

    Args:
        book: The rule book in force.
        grade: The opinion grade.
        negative: False only when an officer recorded 'not negative' with a reason; a 重大
            matter then falls under the period of 较大, never silently under 24 hours.
    """
    counted = grade if negative else min(grade, Grade.SIGNIFICANT)
    return book.deadline(NOTICE[counted])


def receipt_rule(book: DeadlineBook, grade: Grade) -> DeadlineRule:
    """Return the bureau's own rule for signing a notice (签收)."""
    return book.deadline(RECEIPT[grade])


def notice_start(
    discovered_at: datetime,
    major_first_before_bureau_at: datetime | None,
    grade: Grade,
    *,
    upgraded_at: datetime | None = None,
) -> datetime:
    """Return the moment from which the notice clock of a grade runs.

    Args:
        discovered_at: Earliest moment at which the bureau held a post of the incident.
        major_first_before_bureau_at: The machine's first proposal of 重大 or the officer's
            decision, whichever is earlier. Needed for 重大 and above.
        grade: The grade whose clock is to start.
        upgraded_at: When 较大 was reached by an upgrade: the moment of that decision. The
            clock of the lower grade keeps its own start and result.

    Raises:
        ValueError: If the grade is 重大 or above and nobody says when it was first seen.
    """
    if grade >= Grade.MAJOR:
        if major_first_before_bureau_at is None:
            message = "a major matter starts its clock when it was first before the bureau"
            raise ValueError(message)
        return major_first_before_bureau_at
    if grade == Grade.SIGNIFICANT and upgraded_at is not None:
        return upgraded_at
    return discovered_at
