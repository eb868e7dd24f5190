"""Deadlines in days, computed by hand from the published notices.

Sources, as announced by the General Office of the State Council: the notice of 2025-11-04 for
2026 (https://politics.gmw.cn/2025-11/04/content_38391083.htm), and those for 2024 and 2025.
The start day is not counted, a last day off moves to the next workday (民法典 art. 201, 203).
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huiying.policy.core.standing import Standing
from huiying.policy.time.calendar import UnknownYear, WorkingCalendar, end_of_day, holiday_name
from huiying.policy.time.deadlines import (
    DaysUsed,
    DeadlineRule,
    DeadlineUnit,
    days_used,
    due_at,
)
from huiying.policy.time.zone import LOCAL

CALENDAR = WorkingCalendar.seeded([2024, 2025, 2026])
WORKING, CALENDAR_DAYS = DeadlineUnit.WORKING_DAYS, DeadlineUnit.CALENDAR_DAYS


def rule(amount, unit):
    return DeadlineRule("VERIFICATION", "核实反馈", amount, unit, "本局规则", Standing.BUREAU)


def at(day, hour=10):
    return datetime.combine(day, time(hour), LOCAL)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "last", "why"),
    [
        ((2026, 2, 13), 1, WORKING, (2026, 2, 14), "a Saturday worked for Spring Festival"),
        ((2026, 2, 14), 1, WORKING, (2026, 2, 24), "15 to 23 February are off"),
        ((2026, 2, 27), 1, WORKING, (2026, 2, 28), "the second make-up Saturday"),
        ((2026, 9, 30), 1, WORKING, (2026, 10, 8), "1 to 7 October are off"),
        ((2026, 9, 30), 3, WORKING, (2026, 10, 10), "8, 9 and the make-up Saturday, 10"),
        ((2026, 5, 2), 1, WORKING, (2026, 5, 6), "started on a holiday that lasts until 5 May"),
        ((2026, 9, 18), 1, WORKING, (2026, 9, 20), "Saturday 19 is off, Sunday 20 is worked"),
        ((2026, 12, 30), 1, WORKING, (2026, 12, 31), "the last day that 2026 knows"),
        ((2025, 1, 24), 1, WORKING, (2025, 1, 26), "a Sunday worked for Spring Festival"),
        ((2025, 1, 27), 1, WORKING, (2025, 2, 5), "28 January to 4 February are off"),
        ((2024, 2, 9), 1, WORKING, (2024, 2, 18), "10 to 17 off, Sunday 18 is worked"),
        ((2024, 2, 28), 1, CALENDAR_DAYS, (2024, 2, 29), "a leap day is a day"),
        ((2024, 2, 29), 1, WORKING, (2024, 3, 1), "and the day after it, too"),
        ((2026, 2, 1), 15, CALENDAR_DAYS, (2026, 2, 24), "the 15th day is 16 February: off"),
        ((2026, 8, 2), 60, CALENDAR_DAYS, (2026, 10, 8), "the 60th day is 1 October: off"),
        ((2026, 3, 6), 1, CALENDAR_DAYS, (2026, 3, 9), "Saturday moves to Monday"),
    ],
)  # fmt: skip
def test_a_period_in_days_ends_on_the_day_counted_by_hand(start, amount, unit, last, why):
    due = due_at(at(date(*start)), rule(amount, unit), CALENDAR)

    assert due == end_of_day(date(*last)), why


@pytest.mark.parametrize("hour", [0, 10, 23])
def test_the_hour_of_the_start_does_not_matter_for_days(hour):
    due = due_at(at(date(2026, 9, 30), hour), rule(1, WORKING), CALENDAR)

    assert due == datetime(2026, 10, 8, 15, 59, 59, tzinfo=UTC)


def test_minutes_and_hours_run_through_holidays_and_over_midnight():
    start = datetime(2026, 10, 1, 23, 50, tzinfo=LOCAL)

    assert due_at(start, rule(30, DeadlineUnit.MINUTES), WorkingCalendar({}, frozenset())) == (
        start + timedelta(minutes=30)
    )


def test_a_clock_change_elsewhere_moves_no_deadline():
    """China has no summer time; a moment of another zone is the same moment."""
    start = datetime.fromisoformat("2026-03-29T01:30:00+01:00")

    due = due_at(start, rule(24, DeadlineUnit.HOURS), CALENDAR)

    assert due == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


def test_the_days_used_are_named():
    start = at(date(2026, 9, 30))
    due = due_at(start, rule(3, WORKING), CALENDAR)

    used = days_used(start, due, rule(3, WORKING), CALENDAR)

    assert used.off == tuple(date(2026, 10, day) for day in range(1, 8))
    assert used.worked == (date(2026, 10, 10),)
    assert used.provisional == ()
    hours = rule(240, DeadlineUnit.HOURS)
    assert days_used(start, start + timedelta(hours=240), hours, CALENDAR) == DaysUsed()


def test_a_period_that_leads_into_an_unpublished_year_says_so():
    start = at(date(2026, 12, 31))
    guessing = CALENDAR.with_provisional([2027])

    due = due_at(start, rule(1, WORKING), guessing)

    assert due == end_of_day(date(2027, 1, 4))
    assert days_used(start, due, rule(1, WORKING), guessing).provisional == (2027,)
    with pytest.raises(UnknownYear, match="2027 年的放假和调休安排尚未录入"):
        due_at(start, rule(1, WORKING), CALENDAR)


def test_what_a_bureau_enters_wins_and_makes_a_year_known():
    entered = CALENDAR.with_provisional([2027]).with_entered(
        {date(2027, 1, 4): False, date(2027, 1, 2): True}, [2027]
    )

    assert entered.provisional_years == frozenset()
    assert 2027 in entered.known_years
    assert entered.add_working_days(date(2026, 12, 31), 2) == date(2027, 1, 5)
    assert not entered.is_workday(date(2027, 10, 1)), "the fixed holidays stay"


def test_a_day_off_knows_its_holiday():
    assert holiday_name(date(2026, 2, 17)) == "春节"
    assert holiday_name(date(2026, 10, 10)) == "国庆节"
    assert holiday_name(date(2026, 3, 3)) == holiday_name(date(2045, 1, 1)) == ""


DAYS = st.dates(date(2024, 1, 1), date(2026, 9, 1))


@given(DAYS, st.integers(1, 20), st.sampled_from([WORKING, CALENDAR_DAYS]))
def test_a_period_ends_on_a_workday_after_its_start_and_uses_only_days_within(
    day, amount, unit
):
    start = at(day)
    due = due_at(start, rule(amount, unit), CALENDAR)
    used = days_used(start, due, rule(amount, unit), CALENDAR)
    last = due.astimezone(LOCAL).date()

    assert last > day
    assert CALENDAR.is_workday(last)
    assert all(day < each <= last for each in (*used.off, *used.worked))
    assert not set(used.off) & set(used.worked)


@given(DAYS, st.integers(1, 20), DAYS)
def test_one_more_day_off_never_makes_a_deadline_earlier(day, amount, off):
    assume(off.weekday() < 5)
    more = CALENDAR.with_entered({off: False}, [])
    assume(off.year == day.year)

    assert due_at(at(day), rule(amount, WORKING), more) >= due_at(
        at(day), rule(amount, WORKING), CALENDAR
    )
