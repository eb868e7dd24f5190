"""定期报送: times are the bureau's own; each is drafted once, an hour before it is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.time.zone import LOCAL
from huiying.work.reports.schedules.actions.set_schedule import ensure_schedule, set_schedule
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.schedules.queries import due_periods
from huiying.work.reports.schedules.terms import ScheduleInput
from tests.cast_cache import cached_cast
from tests.factories import T0
from tests.work.reports.schedules.steps import adopt

BEGUN = datetime(2025, 1, 1, tzinfo=LOCAL)


def schedule(**values) -> ReportSchedule:
    return ReportSchedule(begun_at=BEGUN, **values)


def at(day: str, clock: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LOCAL)


def found(row, now):
    return {one.kind: one for one in due_periods(row, now)}


@pytest.mark.django_db
def test_a_new_bureau_is_asked_for_the_month_alone_and_times_are_set_by_who_came_first():
    cast = cached_cast("yunchuan")
    row = ensure_schedule(cast.bureau, T0)
    assert (row.monthly_day, row.daily_at, row.weekly_on, row.annual) == (5, None, None, False)
    values = ScheduleInput(daily_at=time(10, 30), monthly_day=5)
    change = {"schedule": row, "values": values, "officer": cast.shen, "now": T0}
    set_schedule(revision=0, **change)
    with pytest.raises(Stale):
        set_schedule(revision=0, **change)
    assert ensure_schedule(cast.bureau, T0).daily_at == time(10, 30)


@pytest.mark.django_db
def test_the_record_says_which_times_were_set_and_which_were_taken_away():
    cast = cached_cast("yunchuan")
    row = ensure_schedule(cast.bureau, T0)
    values = ScheduleInput(daily_at=time(17), monthly_day=5, annual=True)
    set_schedule(schedule=row, values=values, officer=cast.shen, now=T0)
    change = set_schedule(
        schedule=row, values=ScheduleInput(), reason="合并报送", officer=cast.shen, now=T0
    )
    adopt(cast, change)

    first = AuditRecord.objects.get(verb="report_schedule.set").data
    second = AuditRecord.objects.get(verb="report_schedule.change_adopted").data
    assert first["after"] == second["before"]
    assert second["before"]["daily_at"] == "17:00:00"
    assert (second["before"]["monthly_day"], second["before"]["annual"]) == (5, True)
    assert {*second["after"].values()} == {None, False}


@pytest.mark.django_db
def test_a_sensitive_time_has_days_and_an_hour():
    cast = cached_cast("yunchuan")
    row = ensure_schedule(cast.bureau, T0)
    for values, why in (
        (ScheduleInput(sensitive_from=date(2026, 3, 1)), "须填写起止日期"),
        (ScheduleInput(weekly_on=0, weekly_at=time(0, 30)), "不得早于 1:00"),
        (
            ScheduleInput(
                sensitive_from=date(2026, 3, 5),
                sensitive_to=date(2026, 3, 1),
                sensitive_at=time(16, 30),
            ),
            "不得早于起始日期",
        ),
    ):
        with pytest.raises(Refused, match=why):
            set_schedule(schedule=row, values=values, officer=cast.shen, now=T0)


def test_a_daily_report_is_of_24_hours_and_at_its_own_hour_in_a_sensitive_time():
    row = schedule(
        daily_at=time(10, 30),
        sensitive_from=date(2026, 11, 24),
        sensitive_to=date(2026, 11, 25),
        sensitive_at=time(16, 30),
    )
    assert found(row, at("2026-11-23", "09:29")) == {}
    usual = found(row, at("2026-11-23", "09:30"))[ReportKind.DAILY]
    assert (usual.due, usual.span.until) == (
        at("2026-11-23", "10:30"),
        at("2026-11-23", "09:30"),
    )
    assert usual.span.until - usual.span.since == timedelta(days=1)
    assert found(row, at("2026-11-24", "10:30")) == {}
    sensitive = found(row, at("2026-11-24", "15:30"))[ReportKind.DAILY]
    assert sensitive.due == at("2026-11-24", "16:30")


def test_week_month_and_year_are_whole():
    row = schedule(weekly_on=0, weekly_at=time(10), monthly_day=5, annual=True)
    early = found(row, at("2026-11-23", "08:59"))[ReportKind.WEEKLY]
    assert early.span.until == at("2026-11-16", "00:00")
    week = found(row, at("2026-11-23"))[ReportKind.WEEKLY]
    assert found(row, at("2026-11-24"))[ReportKind.WEEKLY] == week
    assert (week.span.since, week.span.until) == (
        at("2026-11-16", "00:00"),
        at("2026-11-23", "00:00"),
    )
    kinds = found(row, at("2026-03-01"))
    month, year = kinds[ReportKind.MONTHLY], kinds[ReportKind.ANNUAL]
    assert (month.span.since, month.span.until) == (
        at("2026-02-01", "00:00"),
        at("2026-03-01", "00:00"),
    )
    assert month.due.astimezone(LOCAL).date() == date(2026, 3, 5)
    assert (year.span.since, year.span.until) == (
        at("2025-01-01", "00:00"),
        at("2026-01-01", "00:00"),
    )
    assert year.due is None


def test_what_ended_before_the_bureau_began_is_not_reported():
    row = ReportSchedule(begun_at=at("2026-11-24"), monthly_day=5, annual=True)
    assert found(row, at("2026-11-25")) == {}
    assert set(found(row, at("2026-12-01"))) == {ReportKind.MONTHLY}


MOMENTS = st.timedeltas(timedelta(days=365), timedelta(days=2000)).map(
    lambda after: (BEGUN + after).astimezone(LOCAL)
)


@given(MOMENTS, st.times(min_value=time(1)), st.integers(0, 6), st.integers(1, 28))
def test_a_period_has_always_ended_when_it_is_due(now, daily, weekday, day):
    row = schedule(
        daily_at=daily, weekly_on=weekday, weekly_at=daily, monthly_day=day, annual=True
    )
    for one in due_periods(row, now):
        assert one.span.since < one.span.until <= now
        assert one.due is None or one.due > one.span.until
