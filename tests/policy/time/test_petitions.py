"""Periods of petitions that the law fixes: counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from huiying.policy.rulebook.book import default_book
from huiying.policy.time.calendar import WorkingCalendar, end_of_day
from huiying.policy.time.deadlines import PETITION_DECISION, DeadlineUnit, due_at
from huiying.policy.time.petitions import REGISTRATION, counted_end, last_day_to_object
from huiying.policy.time.zone import LOCAL

CALENDAR = WorkingCalendar.seeded([2025, 2026])
DECISION = default_book().deadline(PETITION_DECISION)


def start_of(day):
    return datetime.combine(day, time(0), LOCAL)


def test_the_bureau_has_fifteen_days_by_article_twenty_two():
    due = due_at(start_of(date(2026, 11, 2)), REGISTRATION, CALENDAR)

    assert due == end_of_day(date(2026, 11, 17))
    assert "第二十二条" in REGISTRATION.basis


@pytest.mark.parametrize(
    ("forwarded", "last", "why"),
    [
        (date(2026, 11, 20), date(2026, 11, 27), "Friday to Friday"),
        (date(2026, 9, 28), date(2026, 10, 10), "National Day; Saturday 10 October is worked"),
    ],
)
def test_a_body_has_five_working_days_to_object(forwarded, last, why):
    assert last_day_to_object(forwarded, CALENDAR) == last, why


def test_the_sixty_days_end_on_the_sixtieth_day_also_when_it_is_off():
    start = start_of(date(2026, 3, 3))

    assert counted_end(start, DECISION) == end_of_day(date(2026, 5, 2)), "Labour Day holidays"
    assert due_at(start, DECISION, CALENDAR) > end_of_day(date(2026, 5, 5))


def test_only_calendar_days_have_an_end_before_the_days_off():
    working = replace(DECISION, unit=DeadlineUnit.WORKING_DAYS)

    with pytest.raises(ValueError, match="calendar days"):
        counted_end(start_of(date(2026, 3, 3)), working)
