"""Shifts as intervals: nights, weeks that repeat, holes."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.time.spans import Span, days_of_weeks, shift_span, uncovered
from huiying.policy.time.zone import LOCAL

DAY = date(2026, 11, 25)
START = datetime(2026, 11, 25, tzinfo=UTC)
minutes = st.integers(0, 3 * 24 * 60)


def span(first: int, last: int) -> Span:
    return Span(START + timedelta(minutes=first), START + timedelta(minutes=last))


spans = st.lists(
    st.tuples(minutes, st.integers(1, 24 * 60)).map(lambda pair: span(pair[0], sum(pair))),
    max_size=12,
)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (time(8, 30), time(17, 30), 9),
        (time(17, 30), time(8, 30), 15),
        (time(8, 30), time(8, 30), 24),
        (time(0, 0), time(0, 0), 24),
        (time(18, 0), time(0, 0), 6),
    ],
)
def test_a_shift_that_does_not_end_later_ends_the_next_day(start, end, hours):
    found = shift_span(DAY, start, end)

    assert found.ends_at - found.starts_at == timedelta(hours=hours)
    assert found.starts_at == datetime.combine(DAY, start, LOCAL)


def test_a_leap_day_and_the_turn_of_the_year_have_their_nights():
    leap = shift_span(date(2028, 2, 28), time(17, 30), time(8, 30))
    year = shift_span(date(2026, 12, 31), time(17, 30), time(8, 30))

    assert leap.ends_at.date() == date(2028, 2, 29)
    assert year.ends_at.date() == date(2027, 1, 1)


def test_an_empty_span_is_refused():
    with pytest.raises(ValueError, match="ends after"):
        span(5, 5)


def test_to_touch_is_not_to_overlap():
    assert not span(0, 10).overlaps(span(10, 20))
    assert span(0, 11).overlaps(span(10, 20))


def test_days_of_weeks_are_the_chosen_ones_both_ends_meant():
    found = list(days_of_weeks(date(2026, 11, 23), date(2026, 12, 7), {0, 6}))

    assert found == [
        date(2026, 11, 23),
        date(2026, 11, 29),
        date(2026, 11, 30),
        date(2026, 12, 6),
        date(2026, 12, 7),
    ]
    assert list(days_of_weeks(date(2026, 11, 24), date(2026, 11, 23), {0, 1, 2})) == []


def test_holes_by_hand():
    within = span(0, 100)

    assert uncovered([], within) == [within]
    assert uncovered([span(0, 100)], within) == []
    assert uncovered([span(50, 80), span(10, 20), span(15, 30)], within) == [
        span(0, 10),
        span(30, 50),
        span(80, 100),
    ]


@given(spans, minutes, st.integers(1, 24 * 60))
def test_every_minute_is_in_a_hole_or_in_a_shift_and_never_in_both(rows, first, length):
    within = span(first, first + length)
    found = uncovered(rows, within)

    for minute in range(first, first + length, 7):
        moment = START + timedelta(minutes=minute)
        kept = any(row.starts_at <= moment < row.ends_at for row in rows)
        open_ = any(hole.starts_at <= moment < hole.ends_at for hole in found)
        assert kept != open_


@given(spans, minutes, st.integers(1, 24 * 60))
def test_holes_are_sorted_apart_and_within(rows, first, length):
    within = span(first, first + length)
    found = uncovered(rows, within)

    assert found == sorted(found)
    assert all(left.ends_at < right.starts_at for left, right in itertools.pairwise(found))
    assert all(
        within.starts_at <= row.starts_at < row.ends_at <= within.ends_at for row in found
    )
