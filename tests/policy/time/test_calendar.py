"""Working days: weekends, holidays, make-up workdays, and years nobody knows yet."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.time.calendar import (
    UnknownYear,
    WorkingCalendar,
    end_of_day,
    provisional_year,
    seed_year,
)
from huiying.policy.time.zone import LOCAL

CALENDAR = WorkingCalendar.seeded([2025, 2026])
DAYS = st.dates(date(2025, 1, 1), date(2026, 9, 1))
MOMENTS = st.integers(0, 690 * 86_400).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=LOCAL) + timedelta(seconds=seconds)
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday worked for the holiday (调休)
        (date(2026, 10, 11), False),  # a plain Sunday
        (date(2026, 10, 12), True),
    ],
)
def test_holidays_and_makeup_workdays_come_from_the_yearly_notice(day, works):
    assert CALENDAR.is_workday(day) is works


def test_the_seed_holds_only_days_that_differ_from_plain_weekends():
    assert all(works != (day.weekday() < 5) for day, works in seed_year(2026).items())


def test_a_year_without_its_notice_is_not_guessed():
    with pytest.raises(UnknownYear, match="2045 年的放假和调休安排尚未录入") as caught:
        seed_year(2045)
    assert caught.value.year == 2045
    with pytest.raises(UnknownYear):
        CALENDAR.add_working_days(date(2026, 12, 31), 1)


def test_a_bureau_can_enter_days_itself():
    entered = WorkingCalendar.seeded([2026], {date(2026, 3, 3): False, date(2027, 1, 4): True})

    assert not entered.is_workday(date(2026, 3, 3))
    assert entered.is_workday(date(2027, 1, 4))


def test_a_provisional_year_knows_the_fixed_days_off_and_is_marked():
    calendar = CALENDAR.with_provisional([2026, 2027])

    assert calendar.provisional_years == {2027}
    assert calendar.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert provisional_year(2027) == {
        date(2027, 1, 1): False,
        date(2027, 10, 1): False,
    }


def test_days_entered_by_the_bureau_win_over_provisional_ones():
    calendar = WorkingCalendar({date(2027, 1, 1): True}, frozenset({2026})).with_provisional(
        [2027]
    )

    assert calendar.is_workday(date(2027, 1, 1))


def test_no_working_day_means_the_first_workday_from_here():
    assert CALENDAR.add_working_days(date(2026, 10, 1), 0) == CALENDAR.first_workday(
        date(2026, 10, 1)
    )


def test_working_days_are_not_counted_backward():
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(date(2026, 3, 2), -1)


@given(DAYS, st.integers(0, 30))
def test_adding_working_days_never_ends_on_a_day_off(day, count):
    assert CALENDAR.is_workday(CALENDAR.add_working_days(day, count))


@given(DAYS, DAYS, st.integers(0, 20), st.integers(0, 20))
def test_adding_working_days_is_monotone_in_both(one, other, few, more):
    early, late = sorted((one, other))
    low, high = sorted((few, more))

    assert CALENDAR.add_working_days(early, low) <= CALENDAR.add_working_days(late, low)
    assert CALENDAR.add_working_days(early, low) <= CALENDAR.add_working_days(early, high)


@given(DAYS, st.integers(1, 25))
def test_exactly_that_many_workdays_lie_behind_the_start_day(day, count):
    end = CALENDAR.add_working_days(day, count)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]

    assert sum(CALENDAR.is_workday(each) for each in passed) == count


def test_the_days_off_of_a_span_are_those_of_its_weekend():
    friday = datetime(2026, 3, 6, 18, tzinfo=LOCAL)
    monday = datetime(2026, 3, 9, 9, tzinfo=LOCAL)

    assert CALENDAR.days_off_between(friday, monday) == (date(2026, 3, 7), date(2026, 3, 8))


def test_a_day_ends_with_its_last_local_second():
    assert end_of_day(date(2026, 3, 6)) == datetime(2026, 3, 6, 15, 59, 59, tzinfo=UTC)
