"""A moment that another program writes is one with a zone, in a year that somebody can mean."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.time.moments import YEARS, moment_with_zone

ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(
    lambda minutes: timezone(timedelta(minutes=minutes))
)
MOMENTS = st.datetimes(timezones=ZONES).map(
    lambda at: at.replace(year=1900 + at.year % 200, day=min(at.day, 28))
)


@given(MOMENTS)
def test_a_moment_of_any_zone_is_the_same_moment_in_utc(at):
    found = moment_with_zone(at.isoformat())
    assert found == at
    assert found.tzinfo is UTC


@given(st.datetimes(timezones=ZONES))
def test_a_year_that_nobody_means_is_no_moment(at):
    assert (moment_with_zone(at.isoformat()) is None) == (at.year not in YEARS)


@pytest.mark.parametrize(
    "text", ["", "今天", "2026-12-01", "2026-12-01T08:30:00", "2026-02-30T08:30:00+08:00"]
)
def test_what_names_no_moment_or_no_zone_is_none(text):
    assert moment_with_zone(text) is None
