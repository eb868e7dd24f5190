"""Deadlines: the notice of Article 4(3), the public response, and the bureau's own clocks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.core.standing import Standing
from huiying.policy.grading.grades import Grade
from huiying.policy.rulebook.book import default_book
from huiying.policy.time import deadlines
from huiying.policy.time.calendar import WorkingCalendar
from huiying.policy.time.deadlines import (
    DeadlineUnit,
    due_at,
    notice_rule,
    notice_start,
    receipt_rule,
)
from huiying.policy.time.zone import LOCAL

BOOK = default_book()
CALENDAR = WorkingCalendar.seeded([2025, 2026])
NOON = datetime(2026, 3, 6, 12, tzinfo=LOCAL)  # a Friday
MOMENTS = st.integers(0, 600 * 86_400).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
RULES = st.builds(
    replace,
    st.sampled_from(list(BOOK.deadlines.values())),
    unit=st.sampled_from(DeadlineUnit),
    amount=st.integers(1, 40),
)


@pytest.mark.clause("4(3)b", "4(3)c")
@pytest.mark.parametrize(
    ("grade", "negative", "length", "standing"),
    [
        (Grade.ORDINARY, True, timedelta(hours=24), Standing.REGULATION),
        (Grade.ORDINARY, False, timedelta(hours=24), Standing.REGULATION),
        (Grade.SIGNIFICANT, True, timedelta(hours=2), Standing.TO_CONFIRM),
        (Grade.MAJOR, True, timedelta(minutes=30), Standing.REGULATION),
        (Grade.MAJOR, False, timedelta(hours=2), Standing.TO_CONFIRM),
        (Grade.CRITICAL, True, timedelta(minutes=30), Standing.REGULATION),
    ],
)
def test_the_unit_is_to_be_notified_within_the_time_of_the_regulation(
    grade, negative, length, standing
):
    rule = notice_rule(BOOK, grade, negative)

    assert due_at(NOON, rule, CALENDAR) - NOON == length
    assert rule.standing == standing


@pytest.mark.clause("4(3)c")
def test_notice_minutes_run_through_nights_and_holidays():
    holiday = datetime(2026, 10, 1, 23, 50, tzinfo=LOCAL)

    due = due_at(holiday, notice_rule(BOOK, Grade.MAJOR, negative=True), CALENDAR)

    assert due == datetime(2026, 10, 1, 16, 20, tzinfo=UTC)
    assert due.tzinfo is UTC


@pytest.mark.parametrize(
    ("grade", "minutes"),
    [(Grade.ORDINARY, 240), (Grade.SIGNIFICANT, 120), (Grade.MAJOR, 30), (Grade.CRITICAL, 30)],
)
def test_signing_is_a_clock_of_the_bureau_and_shown_as_such(grade, minutes):
    rule = receipt_rule(BOOK, grade)

    assert due_at(NOON, rule, CALENDAR) - NOON == timedelta(minutes=minutes)
    assert rule.standing == Standing.BUREAU
    assert "本局规则" in rule.sentence


@pytest.mark.clause("2(1)c", "2(3)d")
def test_a_public_response_is_due_in_48_hours_and_sooner_in_a_grave_emergency():
    response, emergency, press = (
        BOOK.deadline(code)
        for code in (
            deadlines.FIRST_RESPONSE,
            deadlines.EMERGENCY_RESPONSE,
            deadlines.EMERGENCY_PRESS,
        )
    )

    assert [rule.amount for rule in (emergency, press, response)] == [5, 24, 48]
    assert response.unit == "hours"
    assert "61号" in response.basis
    assert "80号" in emergency.basis


def test_verification_and_approval_are_rules_of_the_bureau():
    verification, approval = (
        BOOK.deadline(code) for code in (deadlines.VERIFICATION, deadlines.APPROVAL)
    )

    assert due_at(NOON, verification, CALENDAR) == datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)
    assert due_at(NOON, approval, CALENDAR) - NOON == timedelta(hours=1)
    assert {verification.standing, approval.standing} == {Standing.BUREAU}


def test_calendar_days_that_end_on_a_day_off_move_to_the_next_workday():
    rule = replace(BOOK.deadline("VERIFICATION"), unit=DeadlineUnit.CALENDAR_DAYS, amount=1)

    assert due_at(NOON, rule, CALENDAR) == datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)


def test_a_start_without_a_timezone_is_refused():
    with pytest.raises(ValueError, match="timezone"):
        due_at(NOON.replace(tzinfo=None), BOOK.deadline("APPROVAL"), CALENDAR)


@given(MOMENTS, RULES)
def test_a_deadline_in_days_never_falls_on_a_day_off_nor_before_its_start(start, rule):
    due = due_at(start, rule, CALENDAR)

    assert due > start
    if rule.unit in (DeadlineUnit.WORKING_DAYS, DeadlineUnit.CALENDAR_DAYS):
        assert CALENDAR.is_workday(due.astimezone(LOCAL).date())


@given(MOMENTS, MOMENTS, RULES)
def test_a_later_start_never_gives_an_earlier_deadline(one, other, rule):
    early, late = sorted((one, other))

    assert due_at(early, rule, CALENDAR) <= due_at(late, rule, CALENDAR)


@pytest.mark.clause("4(3)c")
@given(MOMENTS, st.sampled_from(Grade), st.sampled_from(Grade), st.booleans())
def test_an_upgrade_never_makes_a_notice_or_a_receipt_due_later(start, one, other, negative):
    low, high = sorted((one, other))

    before = due_at(start, notice_rule(BOOK, low, negative), CALENDAR)
    after = due_at(start, notice_rule(BOOK, high, negative), CALENDAR)
    assert after <= before
    assert due_at(start, receipt_rule(BOOK, high), CALENDAR) <= due_at(
        start, receipt_rule(BOOK, low), CALENDAR
    )


@pytest.mark.clause("4(3)b", "4(3)c")
def test_the_24_hours_run_from_discovery_and_the_30_minutes_from_the_first_sight_of_major():
    seen = NOON + timedelta(hours=3)

    assert notice_start(NOON, None, Grade.ORDINARY) == NOON
    assert notice_start(NOON, seen, Grade.ORDINARY) == NOON
    assert notice_start(NOON, None, Grade.SIGNIFICANT) == NOON
    assert notice_start(NOON, None, Grade.SIGNIFICANT, upgraded_at=seen) == seen
    assert notice_start(NOON, seen, Grade.MAJOR) == seen
    assert notice_start(NOON, seen, Grade.CRITICAL, upgraded_at=NOON) == seen


def test_a_major_matter_needs_to_say_when_it_was_first_before_the_bureau():
    with pytest.raises(ValueError, match="first before the bureau"):
        notice_start(NOON, None, Grade.MAJOR)


def test_every_code_is_in_the_book_and_every_unit_has_a_word():
    assert tuple(BOOK.deadlines) == deadlines.CODES
    assert all(unit.label for unit in DeadlineUnit)
