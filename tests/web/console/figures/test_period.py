"""The days that the figures are about, and those that they are compared with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiying.web.console.figures.period import Period


def of(first, last):
    return Period(first, last, shortened=False)


def test_the_period_before_has_as_many_days_and_ends_the_day_before():
    period = of(date(2026, 9, 1), date(2026, 11, 23))

    assert period.before == of(date(2026, 6, 9), date(2026, 8, 31))
    assert period.before.last - period.before.first == period.last - period.first


@pytest.mark.parametrize("days", [364, 365, 370])
def test_before_a_year_comes_the_year_before(days):
    period = of(date(2026, 11, 30) - timedelta(days=days), date(2026, 11, 30))

    assert period.before == period.year_before
    assert period.before.last == date(2025, 11, 30)


def test_the_same_days_of_a_year_before_a_leap_day_end_on_the_28th():
    assert of(date(2028, 2, 1), date(2028, 2, 29)).year_before.last == date(2027, 2, 28)
