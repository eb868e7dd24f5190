"""巡查: when somebody must look round, and when a look was missed for good."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.time.patrols import (
    EVERY_DAY,
    LONGEST,
    PatrolSchedule,
    SlotState,
    schedule_problem,
    slot_at,
    slots,
)
from huiying.policy.time.spans import Span
from huiying.policy.time.zone import DAY, LOCAL

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=LOCAL)
HALF = timedelta(minutes=30)


def rhythm(*times, weekdays=EVERY_DAY, since=MONDAY, until=None):
    return PatrolSchedule(
        tuple(time.fromisoformat(t) for t in times), weekdays, HALF, since, until
    )


def at(hour, minute=0, day=0):
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("now", "done", "state"),
    [
        (at(7, 59), None, SlotState.COMING),
        (at(8, 0), None, SlotState.DUE),
        (at(9, 0), None, SlotState.DUE),
        (at(9, 1), None, SlotState.OVERDUE),
        (at(9, 59), None, SlotState.OVERDUE),
        (at(10, 0), None, SlotState.MISSED),
        (at(20), at(8, 40), SlotState.DONE),
        (at(20), at(9, 30), SlotState.LATE),
    ],
)
def test_a_look_is_due_then_late_then_missed(now, done, state):
    slot = slot_at(rhythm("08:30", "10:00"), at(8, 30))

    assert slot.state(done, now) is state


def test_the_last_look_of_a_day_waits_for_half_a_day():
    slot = slot_at(rhythm("17:00"), at(17))

    assert slot.ends_at == at(5, day=1)
    assert slot.ends_at - slot.at == LONGEST


def test_days_off_have_no_look():
    workdays = rhythm("08:30", weekdays=frozenset(range(5)))

    found = slots(workdays, Span(MONDAY, MONDAY + 7 * DAY))

    assert [slot.at.weekday() for slot in found] == [0, 1, 2, 3, 4]


def test_a_plan_has_looks_from_its_beginning_to_its_end():
    plan = rhythm("08:30", "10:00", since=at(9), until=at(10, day=1))

    found = slots(plan, Span(MONDAY, MONDAY + 3 * DAY))

    assert [slot.at for slot in found] == [at(10), at(8, 30, day=1)]


def test_a_moment_between_two_looks_is_none():
    assert slot_at(rhythm("08:30"), at(8, 31)) is None


@pytest.mark.parametrize(
    ("times", "weekdays", "grace", "says"),
    [
        ([], [0], 30, "至少要有一个时间。"),
        (["08:30"], [], 30, "至少选一天。"),
        (["08:30", "08:50"], [0], 30, "两次之间要比宽限时间长。"),
        ([f"{h:02d}:{m}" for h in range(13) for m in ("00", "30")], [0], 5, "一天最多 24 次。"),
        (["08:30", "10:00"], [0], 30, ""),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused(times, weekdays, grace, says):
    parsed = [time.fromisoformat(text) for text in times]

    assert schedule_problem(parsed, weekdays, timedelta(minutes=grace)) == says


moments = st.lists(st.integers(0, 23 * 2), min_size=1, max_size=8, unique=True)


@given(moments, st.sets(st.integers(0, 6), min_size=1), st.integers(0, 20))
def test_looks_never_overlap_and_each_ends_after_its_grace(halves, weekdays, days):
    times = sorted(time(half // 2, 30 * (half % 2)) for half in halves)
    plan = PatrolSchedule(tuple(times), frozenset(weekdays), timedelta(minutes=29), MONDAY)

    found = slots(plan, Span(MONDAY, MONDAY + timedelta(days=days + 1)))

    for slot in found:
        assert slot.opens_at < slot.at < slot.late_at < slot.ends_at <= slot.at + LONGEST
    for earlier, later in pairwise(found):
        assert earlier.ends_at <= later.at
