"""Legal periods that stand for a while: counted by hand, and what holds whatever the days.

Sources: 信访工作条例 (2022) art. 23 and 36 for what is not counted; days off from the notices
of 2024 and 2026. Days are counted as ``test_calendar_cases`` counts them.
"""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.core.standing import Standing
from huiying.policy.rulebook.book import default_book
from huiying.policy.time.calendar import WorkingCalendar, end_of_day
from huiying.policy.time.deadlines import CODES, PETITION, due_at
from huiying.policy.time.pauses import (
    PAUSABLE,
    PausedSpan,
    PauseGround,
    due_with_pauses,
    grounds_for,
)
from huiying.policy.time.zone import DAY, LOCAL

CALENDAR = WorkingCalendar.seeded([2024, 2025, 2026])
BOOK = default_book()
FIRST = datetime(2024, 3, 1, tzinfo=LOCAL)


def at(day, hour=10, minute=0):
    return datetime.combine(date(*day), time(hour, minute), LOCAL)


@pytest.mark.parametrize(
    ("start", "days", "spans", "last", "why"),
    [
        ((2026, 11, 2), 30, [], (2026, 12, 2), "30 days after 2 November"),
        ((2026, 11, 2), 30, [((2026, 11, 10), (2026, 11, 17))], (2026, 12, 9), "7 days stood"),
        ((2026, 11, 2), 30, [((2026, 11, 10), (2026, 11, 10))], (2026, 12, 2), "within a day"),
        (
            (2026, 11, 2),
            30,
            [((2026, 11, 4), (2026, 11, 7)), ((2026, 11, 20), (2026, 11, 22))],
            (2026, 12, 7),
            "3 and 2 days",
        ),
        ((2026, 8, 25), 30, [((2026, 9, 1), (2026, 9, 8))], (2026, 10, 8), "1 October is off"),
        ((2024, 2, 1), 15, [], (2024, 2, 18), "the 16th is off, Sunday 18 is worked"),
        ((2024, 2, 1), 15, [((2024, 2, 5), (2024, 2, 7))], (2024, 2, 18), "18 February itself"),
        ((2024, 2, 20), 9, [((2024, 2, 27), (2024, 3, 1))], (2024, 3, 4), "a leap day stood"),
    ],
)
def test_the_end_counted_by_hand(start, days, spans, last, why):
    stood = [PausedSpan(at(begin), at(end, 16)) for begin, end in spans]

    assert due_with_pauses(at(start), days, CALENDAR, stood) == end_of_day(date(*last)), why


def test_two_minutes_around_midnight_are_a_day_and_a_long_day_is_none():
    over = PausedSpan(at((2026, 11, 3), 23, 59), at((2026, 11, 4), 0, 1))
    within = PausedSpan(at((2026, 11, 3), 0, 0), at((2026, 11, 3), 23, 59))

    assert (over.days, within.days) == (1, 0)


def test_only_petitions_stand_and_only_where_the_law_says_so():
    assert set(PAUSABLE) == {"PETITION_RECEIPT", "PETITION_REVIEW"}
    for code in set(CODES) - set(PAUSABLE):
        assert grounds_for(code, BOOK.deadline(code).unit) == ()
    [hearing] = grounds_for("PETITION_REVIEW", "calendar_days")
    assert (hearing.ground, hearing.standing) == (PauseGround.HEARING, Standing.LAW)
    assert grounds_for("PETITION_REVIEW", "hours") == (), "a bureau's stricter period by hours"


@pytest.mark.parametrize(("code", "days"), list(zip(PETITION, (15, 60, 30, 30), strict=True)))
def test_petitions_have_the_periods_of_the_law(code, days):
    rule = BOOK.deadline(code)

    assert (rule.amount, rule.unit, rule.standing) == (days, "calendar_days", Standing.LAW)


STARTS = st.integers(0, 24 * 700).map(lambda hours: FIRST + timedelta(hours=hours))
LENGTHS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=4)


def spans_of(start, lengths):
    """Return spans one after the other: hours of running, hours of standing."""
    found, here = [], start
    for ran, stood in lengths:
        begin = here + timedelta(hours=ran)
        here = begin + timedelta(hours=stood)
        found.append(PausedSpan(begin, here))
    return found


@given(STARTS, st.integers(1, 60), LENGTHS)
def test_standing_never_makes_an_end_earlier_nor_later_than_it_stood(start, days, lengths):
    spans = spans_of(start, lengths)
    rule = BOOK.deadline("PETITION_REVIEW")
    plain = due_with_pauses(start, days, CALENDAR, [])

    due = due_with_pauses(start, days, CALENDAR, spans)

    stood = sum(span.days for span in spans)
    latest = due_with_pauses(plain, stood, CALENDAR, []) if stood else plain
    assert plain <= due <= latest
    assert CALENDAR.is_workday(due.astimezone(LOCAL).date())
    assert due_with_pauses(start, rule.amount, CALENDAR, []) == due_at(start, rule, CALENDAR)


@given(STARTS, st.integers(1, 60), LENGTHS, st.integers(0, 400))
def test_a_longer_stand_never_gives_an_earlier_end(start, days, lengths, more):
    spans = spans_of(start, [*lengths, (0, 5)])
    longer = [*spans[:-1], PausedSpan(spans[-1].start, spans[-1].end + timedelta(hours=more))]

    assert due_with_pauses(start, days, CALENDAR, spans) <= due_with_pauses(
        start, days, CALENDAR, longer
    )


def test_spans_that_overlap_are_refused():
    start = at((2026, 11, 2))
    spans = [PausedSpan(start, start + 2 * DAY), PausedSpan(start + DAY, start + 3 * DAY)]

    with pytest.raises(ValueError, match="follow one another"):
        due_with_pauses(start, 30, CALENDAR, spans)
