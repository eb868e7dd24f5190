"""Two at once on one clock: the database decides, and everybody is told the truth."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.clocks.actions.fire import claim_due_steps, mark_breaches
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.models import Clock, ClockHold
from huiying.reasons.reason import Reason
from tests.base.crowd import crowd  # noqa: F401 - a fixture
from tests.factories import T0

MINUTE = timedelta(minutes=1)


def test_only_one_of_many_stops_a_clock(crowd, start):  # noqa: F811
    clock = start()

    def stop(minute):
        return lambda: stop_clock(
            clock=Clock.objects.get(pk=clock.pk),
            at=T0 + minute * MINUTE,
            reason=Reason("clocks.signed_for"),
            now=T0,
        )

    def cancel():
        return cancel_clock(
            clock=Clock.objects.get(pk=clock.pk), reason=Reason("clocks.signed_for"), now=T0
        )

    results = crowd(stop(1), stop(2), stop(3), cancel)

    assert sorted(results) == [False, False, False, True]


def test_a_rung_fires_once_however_many_workers_look(crowd, start):  # noqa: F811
    for n in range(10):
        start(ref=f"2026-{n:04d}")

    def look():
        return [step.pk for step in claim_due_steps(now=T0 + 60 * MINUTE)]

    claimed = crowd(look, look, look)

    everything = [pk for part in claimed for pk in part]
    assert len(everything) == len(set(everything)) == 30


def test_a_breach_is_counted_once_however_many_workers_look(crowd, start):  # noqa: F811
    for n in range(5):
        start(ref=f"2026-{n:04d}")

    def look():
        return mark_breaches(now=T0 + 60 * MINUTE)

    assert sum(crowd(look, look, look)) == 5


def test_a_clock_is_always_in_exactly_one_pair_of_hands(crowd, start):  # noqa: F811
    clock = start()

    def give(label):
        return lambda: hand_over_clock(
            clock=Clock.objects.get(pk=clock.pk), holder=Holder(label), now=T0 + MINUTE
        )

    assert crowd(*(give(f"第{n}手") for n in range(5))) == [True] * 5

    def ledger():
        row = Clock.objects.get(pk=clock.pk)
        held = list(
            ClockHold.objects.filter(clock=row, to_at=None).values_list(
                "holder_name", flat=True
            )
        )
        return row.holder_name, held

    ((holder, held),) = crowd(ledger)
    assert held == [holder]


def test_only_one_of_many_sets_a_stopped_clock_running(crowd, start):  # noqa: F811
    clock = start()
    stop_clock(clock=clock, at=T0, reason=Reason("clocks.signed_for"), now=T0)

    def again():
        return reopen_clock(clock=Clock.objects.get(pk=clock.pk), now=T0 + MINUTE)

    assert sorted(crowd(again, again, again)) == [False, False, True]
