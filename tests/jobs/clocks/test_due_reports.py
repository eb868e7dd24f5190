"""What is graded 重大 gets its first report of itself; regular reports come at their time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.jobs.clocks import due_reports, ladder
from huiying.policy.closing.breaches import BreachKind
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.breaches.ledger import read_breaches
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.deliveries.actions.drop_report import drop_report
from huiying.work.reports.drafting.actions.edit_report import recompose
from huiying.work.reports.schedules.actions.set_schedule import set_schedule
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.schedules.terms import ScheduleInput
from tests.cast_cache import cached_cast
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import linked_recipient, send

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=3)


@pytest.fixture
def yunchuan():
    restart_workers()
    cast = cached_cast("yunchuan")
    linked_recipient(cast)
    due_reports.turn(T0)
    return cast


@pytest.mark.clause("10b")
def test_a_major_matter_gets_a_draft_and_a_clock_once(yunchuan):
    water = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    assert due_reports.turn(LATER) == 1
    assert due_reports.turn(LATER) == 0

    report = Report.objects.get()
    clock = Clock.objects.get(kind="initial_report")
    assert (report.kind, report.drafted_by, report.incident) == ("INITIAL", None, water)
    assert report.clock == clock
    assert clock.starts_at == T0 + timedelta(minutes=2)
    assert newest_version(report).by is None


def test_an_ordinary_matter_and_one_of_before_get_none(yunchuan):
    incident_of(yunchuan)
    assert due_reports.turn(LATER) == 0
    ReportSchedule.objects.update(begun_at=LATER)
    incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    assert due_reports.turn(LATER) == 0


def test_a_report_that_is_not_sent_is_late_and_counts_as_such(yunchuan):
    incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    due_reports.turn(LATER)
    clock = Clock.objects.get(kind="initial_report")
    ladder.turn(clock.due_at + timedelta(seconds=1))
    found = [one for one in read_breaches(yunchuan.bureau.pk) if one.clock_id == clock.pk]
    assert [one.kind for one in found] == [BreachKind.LATE]


def test_what_is_graded_down_before_it_was_reported_owes_nothing(yunchuan):
    water = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    due_reports.turn(LATER)
    Incident.objects.filter(pk=water.pk).update(grade=Grade.ORDINARY)
    due_reports.turn(LATER)
    assert Clock.objects.get(kind="initial_report").state == ClockState.CANCELLED
    assert Report.objects.count() == 1


def test_a_sent_first_report_is_not_drafted_again(yunchuan):
    incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    due_reports.turn(LATER)
    send(yunchuan, Report.objects.get(), now=LATER)
    assert due_reports.turn(LATER + timedelta(days=1)) == 0
    assert Clock.objects.get(kind="initial_report").state == ClockState.MET


@pytest.mark.clause("10a")
def test_a_quiet_day_is_a_nil_report_with_a_clock(yunchuan):
    ReportSchedule.objects.update(daily_at=time(10, 30), monthly_day=None)
    morning = datetime(2026, 11, 26, 9, 30, tzinfo=LOCAL)
    assert due_reports.turn(morning) == 1
    assert due_reports.turn(morning + timedelta(minutes=5)) == 0
    report = Report.objects.get()
    assert (report.kind, report.nil) == (ReportKind.DAILY, True)
    assert "零报告" in newest_version(report).title
    assert report.clock.due_at == morning + timedelta(hours=1)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


def test_a_regular_report_that_was_dropped_is_drafted_again(yunchuan):
    ReportSchedule.objects.update(daily_at=time(10, 30), monthly_day=None)
    due_reports.turn(moment(26, 9, 30))
    dropped = Report.objects.get()
    drop_report(report=dropped, reason="略。", officer=yunchuan.lu, now=moment(26, 9, 30))
    assert due_reports.turn(moment(26, 9, 35)) == 1
    assert due_reports.turn(moment(26, 9, 40)) == 0
    again = Report.objects.exclude(pk=dropped.pk).get()
    assert again.clock.state == ClockState.RUNNING
    assert (again.since, again.until) == (dropped.since, dropped.until)


def test_a_regular_report_that_is_drafted_late_is_late(yunchuan):
    ReportSchedule.objects.update(daily_at=time(10, 30), monthly_day=None)
    due_reports.turn(moment(26, 10, 31))
    clock = Report.objects.get().clock
    assert (clock.starts_at, clock.due_at) == (moment(26, 9, 30), moment(26, 10, 30))
    ladder.turn(moment(26, 10, 32))
    clock.refresh_from_db()
    assert clock.breached_at == clock.due_at


def test_an_hour_that_had_passed_before_it_was_set_is_not_missed(yunchuan):
    set_schedule(
        schedule=ReportSchedule.objects.get(),
        values=ScheduleInput(daily_at=time(10, 30), monthly_day=5),
        officer=yunchuan.shen,
        now=moment(26, 12),
    )
    due_reports.turn(moment(26, 12, 1))
    assert Report.objects.get().clock is None
    due_reports.turn(moment(27, 12, 1))
    assert Report.objects.latest("pk").clock is not None


@pytest.mark.clause("10a")
def test_no_hour_is_missing_between_two_daily_reports(yunchuan):
    ReportSchedule.objects.update(
        daily_at=time(17),
        monthly_day=None,
        sensitive_from=date(2026, 11, 26),
        sensitive_to=date(2026, 11, 28),
        sensitive_at=time(9),
    )
    for day in (25, 26, 27, 28, 29, 30):
        due_reports.turn(moment(day, 23))
    rows = list(Report.objects.order_by("until"))
    assert [row.until for row in rows] == [
        moment(25, 16), moment(26, 8), moment(27, 8), moment(28, 8), moment(29, 16),
        moment(30, 16),
    ]  # fmt: skip
    assert [row.since for row in rows[1:]] == [row.until for row in rows[:-1]]


def test_what_ends_before_the_last_daily_report_is_not_told_again(yunchuan):
    ReportSchedule.objects.update(daily_at=time(17), monthly_day=None)
    due_reports.turn(moment(26, 16, 30))
    ReportSchedule.objects.update(daily_at=time(10))
    assert due_reports.turn(moment(26, 16, 35)) == 0
    assert due_reports.turn(moment(27, 9)) == 1
    assert Report.objects.latest("pk").since == moment(26, 16)


def test_a_week_whose_day_was_missed_is_drafted_late(yunchuan):
    ReportSchedule.objects.update(weekly_on=3, weekly_at=time(10), monthly_day=None)
    assert due_reports.turn(moment(27, 0, 5)) == 1
    report = Report.objects.get()
    assert (report.kind, report.until) == (ReportKind.WEEKLY, moment(26, 0))
    assert report.clock.due_at == moment(26, 10)
    assert due_reports.turn(moment(28, 0, 5)) == 0


def test_a_nil_report_that_is_composed_anew_after_something_happened_loses_its_title(yunchuan):
    ReportSchedule.objects.update(daily_at=time(10, 30), monthly_day=None)
    due_reports.turn(moment(26, 9, 30))
    report = Report.objects.get()
    incident_of(yunchuan, WATER)
    Incident.objects.update(opened_at=moment(26, 8, 30))
    recompose(report=report, officer=yunchuan.shen, now=moment(26, 10))
    report.refresh_from_db()
    assert not report.nil
    assert "零报告" not in newest_version(report).title
