"""A clock changes hands."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.reasons.reason import Reason
from tests.base.clocks.ledger import ledger_of
from tests.factories import T0

MINUTE = timedelta(minutes=1)


def test_the_same_hands_twice_are_one_line_of_the_ledger(start, yunchuan):
    clock = start()
    water = Holder("区水务局", unit=yunchuan.waterworks)

    assert hand_over_clock(clock=clock, holder=water, now=T0 + MINUTE)
    assert not hand_over_clock(clock=clock, holder=water, now=T0 + 2 * MINUTE)

    assert len(ledger_of(clock)) == 2
    assert clock.holder_unit == yunchuan.waterworks


def test_a_stopped_clock_changes_hands_no_more(start):
    clock = start()
    cancel_clock(
        clock=clock, reason=Reason("clocks.as_written", {"words": "误报"}), now=T0 + MINUTE
    )

    assert not hand_over_clock(clock=clock, holder=Holder("办公室"), now=T0 + 2 * MINUTE)
    assert ledger_of(clock)[-1][2] == T0 + MINUTE
