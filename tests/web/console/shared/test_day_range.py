"""The days of a filter: this month and the last one are chosen at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import RequestFactory

from huiying.web.console.shared.day_range import day_range_of


def months_of(address):
    return day_range_of(RequestFactory().get(address)).months


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2026, 11, 24, 2, tzinfo=UTC), ("2026-10-01", "2026-10-31")),
        (datetime(2027, 1, 31, 2, tzinfo=UTC), ("2026-12-01", "2026-12-31")),
        (datetime(2027, 2, 28, 17, tzinfo=UTC), ("2027-02-01", "2027-02-28")),  # 1 March here
    ],
)
def test_last_month_is_from_its_first_day_to_its_last(time, now, days):
    time.set(now)

    _this, last = months_of("/desk/record/?q=路灯&page=4")

    assert f"from={days[0]}&to={days[1]}" in last.url
    assert "q=" in last.url
    assert "page=" not in last.url
    assert not last.current


def test_the_month_that_is_shown_is_marked(time):
    time.set(datetime(2026, 11, 24, 2, tzinfo=UTC))

    this, last = months_of("/desk/record/?from=2026-11-01&to=2026-11-30")

    assert this.current
    assert not last.current
