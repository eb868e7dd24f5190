"""Dates of each year: when they come next, and when they are near."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.prevention.risk_dates import (
    USUAL_DATES,
    date_problem,
    is_near,
    next_occurrence,
)
from huiying.policy.rulebook.topic_seed import TOPICS

pytestmark = pytest.mark.clause("4(4)a")
days = st.dates(date(2020, 1, 1), date(2099, 12, 31))


@given(days, days)
def test_it_comes_again_within_a_year(kept, today):
    coming = next_occurrence(kept.month, kept.day, today)
    assert today <= coming <= today + timedelta(days=366)
    assert coming.month == kept.month


def test_a_leap_day_is_the_28th_in_other_years():
    assert next_occurrence(2, 29, date(2027, 1, 1)) == date(2027, 2, 28)
    assert next_occurrence(2, 29, date(2028, 1, 1)) == date(2028, 2, 29)


def test_it_is_near_so_many_days_before_and_on_the_day():
    assert is_near(10, 15, 30, date(2026, 9, 15))
    assert is_near(10, 15, 30, date(2026, 10, 15))
    assert not is_near(10, 15, 30, date(2026, 9, 14))
    assert not is_near(10, 15, 30, date(2026, 10, 16))


def test_a_day_that_no_year_has_is_a_problem():
    assert date_problem(2, 30)
    assert date_problem(13, 1)
    assert date_problem(2, 29) == ""


def test_the_usual_dates_are_days_with_a_known_topic():
    for one in USUAL_DATES:
        assert date_problem(one.month, one.day) == ""
        assert one.topic in TOPICS
