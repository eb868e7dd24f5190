"""A clock is met, in time or late, or cancelled because it no longer applies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.actions.fire import claim_due_steps, mark_breaches
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.board import ClockLook
from huiying.base.clocks.models import AWAITING_DELIVERY, Clock, ClockState
from huiying.base.clocks.queries import board_totals, clocks_of_subject
from huiying.reasons.reason import Reason
from tests.base.clocks.ledger import ledger_of
from tests.factories import T0

MINUTE = timedelta(minutes=1)


def test_stopping_in_time_is_no_breach_and_the_second_stop_changes_nothing(start):
    clock = start()

    first = stop_clock(
        clock=clock,
        at=T0 + 5 * MINUTE,
        reason=Reason("clocks.delivered_on_paper"),
        now=T0 + 6 * MINUTE,
    )
    second = stop_clock(
        clock=clock,
        at=T0 + 50 * MINUTE,
        reason=Reason("clocks.delivered_by_phone"),
        now=T0 + 50 * MINUTE,
    )

    clock.refresh_from_db()
    assert (first, second) == (True, False)
    assert (clock.state, clock.stopped_at, clock.stop_reason) == (
        ClockState.MET,
        T0 + 5 * MINUTE,
        {"code": "clocks.delivered_on_paper"},
    )
    assert clock.breached_at is None
    assert ledger_of(clock)[-1][2] == T0 + 5 * MINUTE


def test_a_clock_met_late_stays_late(start):
    clock = start()

    stop_clock(
        clock=clock,
        at=T0 + 40 * MINUTE,
        reason=Reason("clocks.delivered_on_paper"),
        now=T0 + 40 * MINUTE,
    )

    assert clock.breached_at == clock.due_at
    (row,) = clocks_of_subject(clock.bureau_id, "2026-0001", T0 + timedelta(days=9))
    assert (row.look, row.late, row.seconds_left) == (ClockLook.MET_LATE, True, -600)


def test_a_delivery_in_time_that_was_recorded_late_does_not_erase_the_mark(start):
    clock = start()
    mark_breaches(now=T0 + 31 * MINUTE)

    stop_clock(
        clock=clock,
        at=T0 + 20 * MINUTE,
        reason=Reason("clocks.delivered_by_phone"),
        now=T0 + 45 * MINUTE,
    )

    (row,) = clocks_of_subject(clock.bureau_id, "2026-0001", T0 + 50 * MINUTE)
    assert row.look == ClockLook.RECORDED_LATE
    assert row.breached_at == clock.due_at


def test_a_stop_recorded_before_the_last_change_of_hands_keeps_the_ledger_in_order(start):
    clock = start()
    hand_over_clock(
        clock=clock, holder=Holder("区水务局", code=AWAITING_DELIVERY), now=T0 + 10 * MINUTE
    )

    stop_clock(
        clock=clock,
        at=T0 + 5 * MINUTE,
        reason=Reason("clocks.delivered_by_phone"),
        now=T0 + 12 * MINUTE,
    )

    (row,) = clocks_of_subject(clock.bureau_id, "2026-0001", T0 + 15 * MINUTE)
    assert [(part.holder, part.minutes) for part in row.segments] == [("值班员", 5)]
    assert all(to is not None and to >= since for _, since, to in ledger_of(clock))


def test_a_clock_never_ends_before_it_starts(start):
    clock = start()

    with pytest.raises(Exception, match="clock_due_after_start"):
        Clock.objects.filter(pk=clock.pk).update(due_at=T0 - MINUTE)


def test_a_cancelled_clock_is_off_the_board_neither_met_nor_late(start, yunchuan):
    clock = start()

    first = cancel_clock(clock=clock, reason=Reason("clocks.graded"), now=T0 + 5 * MINUTE)
    second = cancel_clock(
        clock=clock, reason=Reason("clocks.merged_earlier"), now=T0 + 6 * MINUTE
    )

    clock.refresh_from_db()
    assert (first, second) == (True, False)
    assert (clock.state, clock.stop_reason) == (ClockState.CANCELLED, {"code": "clocks.graded"})
    assert (clock.stopped_at, clock.breached_at) == (T0 + 5 * MINUTE, None)
    assert ledger_of(clock)[-1][2] == T0 + 5 * MINUTE
    assert board_totals(yunchuan.bureau.pk, T0 + 60 * MINUTE).late == 0
    assert claim_due_steps(now=T0 + 60 * MINUTE) == []


def test_a_clock_that_is_met_is_not_cancelled_and_one_cancelled_late_stays_late(start):
    met, late = start(), start(ref="2026-0002")
    stop_clock(clock=met, at=T0, reason=Reason("clocks.delivered_on_paper"), now=T0)

    assert not cancel_clock(clock=met, reason=Reason("clocks.graded"), now=T0 + MINUTE)
    assert cancel_clock(clock=late, reason=Reason("clocks.graded"), now=T0 + 40 * MINUTE)

    met.refresh_from_db()
    assert (met.state, met.stop_reason) == (
        ClockState.MET,
        {"code": "clocks.delivered_on_paper"},
    )
    assert late.breached_at == late.due_at
