"""A drill is scored by minutes and counts: met, late, missed, not due; nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.prevention.drill_score import (
    Duty,
    Part,
    Verdict,
    row_data,
    row_from_data,
    score,
    score_row,
    totals,
)

T0 = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
END = T0 + timedelta(minutes=120)


def at(minutes: float | None) -> datetime | None:
    return None if minutes is None else T0 + timedelta(minutes=minutes)


def duty(since=0, due=None, done=None, *, asked=True, part=Part.DEADLINE) -> Duty:
    return Duty(
        part=part,
        clause="4(3)c",
        what="通报",
        since=at(since),
        due_at=at(due),
        done_at=at(done),
        asked=asked,
    )


@pytest.mark.parametrize(
    ("found", "verdict", "allowed", "used"),
    [
        (duty(due=30, done=14), Verdict.MET, 30, 14),
        (duty(due=30, done=30), Verdict.MET, 30, 30),
        (duty(due=30, done=30.5), Verdict.LATE, 30, 31),
        (duty(due=30), Verdict.MISSED, 30, 120),
        (duty(due=1440), Verdict.NOT_DUE, 1440, 120),
        (duty(done=50), Verdict.MET, None, 50),
        (duty(), Verdict.MISSED, None, 120),
        (duty(asked=False), Verdict.NOT_DUE, None, None),
        (duty(since=None, asked=False), Verdict.NOT_DUE, None, None),
    ],
)
def test_a_duty_has_minutes_and_a_verdict(found, verdict, allowed, used):
    row = score_row(found, END, END)

    assert (row.verdict, row.allowed, row.used) == (verdict, allowed, used)


def test_of_a_drill_that_ended_early_nothing_without_a_period_was_missed():
    early = T0 + timedelta(minutes=40)

    assert score_row(duty(), early, END).verdict == Verdict.NOT_DUE
    assert score_row(duty(due=30), early, END).verdict == Verdict.MISSED


MINUTES = st.integers(0, 200)
DUTIES = st.lists(
    st.builds(
        duty,
        since=MINUTES,
        due=st.none() | MINUTES,
        done=st.none() | MINUTES,
        asked=st.booleans(),
        part=st.sampled_from(Part),
    )
)


@given(DUTIES)
def test_every_duty_is_counted_once_and_late_means_after_its_time(duties):
    rows = score(duties, END, END)

    assert sum(totals(rows).values()) == len(rows) == len(duties)
    for one in duties:
        verdict = score_row(one, END, END).verdict
        late = one.done_at is not None and one.due_at is not None and one.done_at > one.due_at
        assert (verdict == Verdict.LATE) == late
        assert one.done_at is None or verdict in (Verdict.MET, Verdict.LATE)


@given(DUTIES, st.integers(0, 120), st.integers(0, 120))
def test_what_was_missed_stays_missed_however_long_the_drill_goes_on(duties, first, more):
    for one in duties:
        before = score_row(one, at(first), END).verdict
        after = score_row(one, at(first + more), END).verdict

        assert before != Verdict.MISSED or after == Verdict.MISSED


@given(DUTIES)
def test_a_row_is_the_same_after_it_was_stored(duties):
    rows = score(duties, END, END)

    assert [row_from_data(row_data(row)) for row in rows] == rows


def test_the_parts_stand_in_their_order():
    rows = score([duty(part=Part.INJECT), duty(part=Part.DEADLINE)], END, END)

    assert [row.part for row in rows] == [Part.DEADLINE, Part.INJECT]
