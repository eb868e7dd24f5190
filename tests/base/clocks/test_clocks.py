"""Clocks: start, stop, reopen, change of hands, new names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huiying.base.clocks.actions.fire import claim_due_steps, mark_breaches
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.start import ClockSubject, Holder, PastHold
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.board import ClockLook
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.clocks.queries import clocks_of_subject
from tests.factories import T0

MINUTE = timedelta(minutes=1)


def ledger_of(clock):
    return [(h.holder_label, h.from_at, h.to_at) for h in clock.holds.all()]


@pytest.mark.clause("4(3)")
def test_the_notice_clock_of_a_major_matter_runs_thirty_minutes_by_the_regulation(start):
    clock = start("NOTICE_MAJOR")

    assert clock.due_at - clock.starts_at == 30 * MINUTE
    assert (clock.amount, clock.standing) == ("30 分钟", "regulation")
    assert "第四条第（三）项" in clock.basis


@pytest.mark.clause("4(3)")
def test_the_notice_clock_of_an_ordinary_matter_runs_a_day_and_a_night(start):
    assert start("NOTICE_ORDINARY").due_at == T0 + timedelta(hours=24)


def test_a_working_day_ends_with_the_next_day_that_is_worked(start):
    friday = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)

    assert start("VERIFICATION", at=friday).due_at == datetime(
        2026, 11, 30, 15, 59, 59, tzinfo=UTC
    )


def test_earlier_hands_are_in_the_ledger_before_the_first_holder(start):
    clock = start(now=T0 + 4 * MINUTE, earlier=[PastHold("系统", T0, T0 + 4 * MINUTE)])

    assert ledger_of(clock) == [
        ("系统", T0, T0 + 4 * MINUTE),
        ("值班员", T0 + 4 * MINUTE, None),
    ]


def test_stopping_in_time_is_no_breach_and_the_second_stop_changes_nothing(start):
    clock = start()

    first = stop_clock(clock=clock, at=T0 + 5 * MINUTE, reason="已送达", now=T0 + 6 * MINUTE)
    second = stop_clock(clock=clock, at=T0 + 50 * MINUTE, reason="又一次", now=T0 + 50 * MINUTE)

    clock.refresh_from_db()
    assert (first, second) == (True, False)
    assert (clock.state, clock.stopped_at, clock.stop_reason) == (
        ClockState.MET,
        T0 + 5 * MINUTE,
        "已送达",
    )
    assert clock.breached_at is None
    assert ledger_of(clock)[-1][2] == T0 + 5 * MINUTE


def test_a_clock_met_late_stays_late(start):
    clock = start()

    stop_clock(clock=clock, at=T0 + 40 * MINUTE, reason="已送达", now=T0 + 40 * MINUTE)

    assert clock.breached_at == clock.due_at
    (row,) = clocks_of_subject(clock.bureau_id, "2026-0001", T0 + timedelta(days=9))
    assert (row.look, row.late, row.seconds_left) == (ClockLook.MET_LATE, True, -600)


def test_a_delivery_in_time_that_was_recorded_late_does_not_erase_the_mark(start):
    clock = start()
    mark_breaches(now=T0 + 31 * MINUTE)

    stop_clock(clock=clock, at=T0 + 20 * MINUTE, reason="电话送达", now=T0 + 45 * MINUTE)

    (row,) = clocks_of_subject(clock.bureau_id, "2026-0001", T0 + 50 * MINUTE)
    assert row.look == ClockLook.RECORDED_LATE
    assert row.breached_at == clock.due_at


def test_a_stop_recorded_before_the_last_change_of_hands_keeps_the_ledger_in_order(start):
    clock = start()
    hand_over_clock(clock=clock, holder=Holder("待送达区水务局"), now=T0 + 10 * MINUTE)

    stop_clock(clock=clock, at=T0 + 5 * MINUTE, reason="电话送达", now=T0 + 12 * MINUTE)

    (row,) = clocks_of_subject(clock.bureau_id, "2026-0001", T0 + 15 * MINUTE)
    assert [(part.holder, part.minutes) for part in row.segments] == [("值班员", 5)]
    assert all(to is not None and to >= since for _, since, to in ledger_of(clock))


def test_a_returned_notice_lets_the_clock_run_on_from_its_own_start(start):
    clock = start()
    stop_clock(clock=clock, at=T0 + 10 * MINUTE, reason="已送达", now=T0 + 10 * MINUTE)

    assert reopen_clock(clock=clock, now=T0 + 20 * MINUTE)
    assert not reopen_clock(clock=clock, now=T0 + 21 * MINUTE)
    hand_over_clock(clock=clock, holder=Holder("办公室"), now=T0 + 20 * MINUTE)

    assert (clock.state, clock.stopped_at) == (ClockState.RUNNING, None)
    assert clock.due_at == T0 + 30 * MINUTE
    assert ledger_of(clock) == [
        ("值班员", T0, T0 + 20 * MINUTE),
        ("办公室", T0 + 20 * MINUTE, None),
    ]
    assert len(claim_due_steps(now=T0 + 24 * MINUTE)) == 2


def test_reopening_never_erases_a_breach(start):
    clock = start()
    stop_clock(clock=clock, at=T0 + 40 * MINUTE, reason="已送达", now=T0 + 40 * MINUTE)

    reopen_clock(clock=clock, now=T0 + 50 * MINUTE)

    clock.refresh_from_db()
    assert clock.breached_at == T0 + 30 * MINUTE
    assert mark_breaches(now=T0 + 60 * MINUTE) == 0


def test_the_same_hands_twice_are_one_line_of_the_ledger(start, yunchuan):
    clock = start()
    water = Holder("区水务局", unit=yunchuan.waterworks)

    assert hand_over_clock(clock=clock, holder=water, now=T0 + MINUTE)
    assert not hand_over_clock(clock=clock, holder=water, now=T0 + 2 * MINUTE)

    assert len(ledger_of(clock)) == 2
    assert clock.holder_unit == yunchuan.waterworks


def test_a_stopped_clock_changes_hands_no_more(start):
    clock = start()
    cancel_clock(clock=clock, reason="误报", now=T0 + MINUTE)

    assert not hand_over_clock(clock=clock, holder=Holder("办公室"), now=T0 + 2 * MINUTE)
    assert ledger_of(clock)[-1][2] == T0 + MINUTE


def test_a_candidates_clock_becomes_the_incidents(start, linxi):
    mine = start(ref="77001")
    cancelled = start(ref="77001")
    cancel_clock(clock=cancelled, reason="换级", now=T0)
    theirs = start(ref="77001", cast=linxi)

    changed = relabel_clocks(
        bureau_id=mine.bureau_id,
        old_ref="77001",
        subject=ClockSubject("incident", "2026-0009", "停水", 2, proposed=False),
    )

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert changed == 2
    assert (mine.subject_kind, mine.subject_ref, mine.subject_grade) == (
        "incident",
        "2026-0009",
        2,
    )
    assert theirs.subject_ref == "77001"


def test_a_clock_never_ends_before_it_starts(start):
    clock = start()

    with pytest.raises(Exception, match="clock_due_after_start"):
        Clock.objects.filter(pk=clock.pk).update(due_at=T0 - MINUTE)
