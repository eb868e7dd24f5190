"""Read schedules, and which period is to be reported at a moment.

In:   a bureau, a moment.    Out:  its schedule; spans with the moment until when to send.
Cost: one query; pure otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from huiying.policy.procedure.reports import ReportKind
from huiying.policy.time.calendar import end_of_day
from huiying.policy.time.zone import DAY, LOCAL
from huiying.work.reports.figures import Span
from huiying.work.reports.schedules.models import ReportSchedule

AHEAD: Final = timedelta(hours=1)  # so long before it is due a daily or weekly one is drafted
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DuePeriod:
    """A report that is to be drafted: kind, span, until when to send; None = no time."""

    kind: ReportKind
    span: Span
    due: datetime | None


def schedule_of(bureau_id: int) -> ReportSchedule | None:
    """Return the schedule of a bureau; None before it was set up."""
    return ReportSchedule.objects.filter(bureau_id=bureau_id).select_related("bureau").first()


def due_periods(schedule: ReportSchedule, now: datetime) -> Iterator[DuePeriod]:
    """Yield the newest period of each kind that is to be reported by now.

    Only the newest: what was missed while nothing ran is not made up of itself.
    """
    today = now.astimezone(LOCAL).date()
    found = (
        _daily(schedule, today, now),
        _weekly(schedule, today, now),
        _monthly(schedule, today),
        _annual(schedule, today),
    )
    for one in found:
        if one is not None and one.span.until > schedule.begun_at:
            yield one


def daily_time(schedule: ReportSchedule, day: date) -> time | None:
    """Return when the daily report of a day is due: in a sensitive time at its own hour."""
    first, last = schedule.sensitive_from, schedule.sensitive_to
    if first is not None and last is not None and first <= day <= last:
        return schedule.sensitive_at
    return schedule.daily_at


def _daily(schedule: ReportSchedule, today: date, now: datetime) -> DuePeriod | None:
    at = daily_time(schedule, today)
    if at is None:
        return None
    due = datetime.combine(today, at, LOCAL)
    until = due - AHEAD
    return DuePeriod(ReportKind.DAILY, Span(until - DAY, until), due) if until <= now else None


def _weekly(schedule: ReportSchedule, today: date, now: datetime) -> DuePeriod | None:
    if schedule.weekly_on is None or today.weekday() != schedule.weekly_on:
        return None
    until = datetime.combine(today, time.min, LOCAL)
    at = schedule.weekly_at
    due = end_of_day(today) if at is None else datetime.combine(today, at, LOCAL)
    ready = due - AHEAD <= now
    return DuePeriod(ReportKind.WEEKLY, Span(until - WEEK, until), due) if ready else None


def _monthly(schedule: ReportSchedule, today: date) -> DuePeriod | None:
    if schedule.monthly_day is None:
        return None
    first = today.replace(day=1)
    before = (first - DAY).replace(day=1)
    due = end_of_day(today.replace(day=schedule.monthly_day))
    return DuePeriod(ReportKind.MONTHLY, Span(_begin(before), _begin(first)), due)


def _annual(schedule: ReportSchedule, today: date) -> DuePeriod | None:
    if not schedule.annual:
        return None
    first = date(today.year, 1, 1)
    span = Span(_begin(date(today.year - 1, 1, 1)), _begin(first))
    return DuePeriod(ReportKind.ANNUAL, span, None)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL)
