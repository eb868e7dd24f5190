"""Read schedules, and which period is to be reported at a moment.

In:   a bureau, a moment.    Out:  its schedule; spans with the moment until when to send.
Cost: one query each; which periods are due is pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from huiying.base.audit.queries import records_about
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.policy.time.calendar import end_of_day
from huiying.policy.time.zone import DAY, LOCAL
from huiying.work.reports.core.models import Report
from huiying.work.reports.figures import Span
from huiying.work.reports.schedules.models import ReportSchedule

AHEAD: Final = timedelta(hours=1)  # so long before it is due a daily or weekly one is drafted
WEEK: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=31)  # that a daily report may reach back to the last one


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

    Only the newest, drafted late if nothing ran when it was due: what was missed before that
    is not made up of itself.
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


def without_gap(bureau_id: int, span: Span) -> Span | None:
    """Return the span of a daily report from the end of the last one on; None = it has no time.

    After ``LONGEST`` without a daily report it is of one day again.
    """
    rows = Report.objects.filter(bureau_id=bureau_id, kind=str(ReportKind.DAILY))
    rows = rows.exclude(state=str(ReportState.WITHDRAWN))
    last = rows.filter(until__gt=span.until - LONGEST).order_by("-until").first()
    if last is None or last.until is None:
        return span
    return Span(last.until, span.until) if last.until < span.until else None


def last_set_at(schedule: ReportSchedule) -> datetime:
    """Return when an officer set the times the last time, by the record."""
    subject = schedule.audit_subject()
    rows = records_about(
        bureau_id=schedule.bureau_id,
        kind=subject.kind,
        refs=[subject.ref],
        verbs=["report_schedule.set"],
    )
    newest = rows.last()
    return newest.at if newest else schedule.begun_at


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
    if schedule.weekly_on is None:
        return None
    day, at = today - DAY * ((today.weekday() - schedule.weekly_on) % 7), schedule.weekly_at
    if _weekly_due(day, at) - AHEAD > now:
        day -= WEEK
    until = _begin(day)
    return DuePeriod(ReportKind.WEEKLY, Span(until - WEEK, until), _weekly_due(day, at))


def _weekly_due(day: date, at: time | None) -> datetime:
    return end_of_day(day) if at is None else datetime.combine(day, at, LOCAL)


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
