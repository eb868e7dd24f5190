"""What is graded 重大 gets its first report of itself; regular reports come at their time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

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
from huiying.work.reports.schedules.models import ReportSchedule
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
