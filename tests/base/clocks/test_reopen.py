"""A clock that was stopped runs on."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.clocks.actions.fire import claim_due_steps, mark_breaches
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import ClockState
from huiying.reasons.reason import Reason
from tests.base.clocks.ledger import ledger_of
from tests.factories import T0

MINUTE = timedelta(minutes=1)


def test_a_returned_notice_lets_the_clock_run_on_from_its_own_start(start):
    clock = start()
    stop_clock(
        clock=clock,
        at=T0 + 10 * MINUTE,
        reason=Reason("clocks.delivered_on_paper"),
        now=T0 + 10 * MINUTE,
    )

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
    stop_clock(
        clock=clock,
        at=T0 + 40 * MINUTE,
        reason=Reason("clocks.delivered_on_paper"),
        now=T0 + 40 * MINUTE,
    )

    reopen_clock(clock=clock, now=T0 + 50 * MINUTE)

    clock.refresh_from_db()
    assert clock.breached_at == T0 + 30 * MINUTE
    assert mark_breaches(now=T0 + 60 * MINUTE) == 0
