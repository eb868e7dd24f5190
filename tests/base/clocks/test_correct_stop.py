"""A clock that was met before that was recorded is met at the moment that counts."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.clocks.actions.correct_stop import correct_stop
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import Clock, ClockHold
from huiying.base.counters.models import CounterValue
from huiying.reasons.reason import Reason
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of

HOUR = timedelta(hours=1)


def running(cast):
    incident_of(cast, WATER)
    return Clock.objects.filter(state="RUNNING", kind="notice").get()


standing_rows, rows, yunchuan, clock = module_rows(running)


def counted():
    found = CounterValue.objects.filter(kind="clocks.met", value__gt=0)
    return list({key.rpartition("|")[2] for key in found.values_list("key", flat=True)})


def test_the_earlier_moment_counts_and_a_breach_stays(yunchuan, clock):
    late = clock.due_at + HOUR
    stop_clock(clock=clock, at=late, reason=Reason("clocks.delivered_by_phone"), now=late)
    assert counted() == ["late"]

    assert correct_stop(clock=clock, at=clock.due_at - HOUR, now=late + HOUR)

    clock.refresh_from_db()
    assert clock.stopped_at == clock.due_at - HOUR
    assert clock.breached_at == clock.due_at, "that it was recorded late stays to be read"
    assert counted() == ["in_time"]
    assert ClockHold.objects.filter(clock_id=clock.pk, to_at=clock.stopped_at).exists()


def test_no_later_moment_none_before_the_start_and_none_of_a_running_clock(yunchuan, clock):
    assert not correct_stop(clock=clock, at=clock.starts_at, now=T0 + HOUR)
    at = clock.starts_at + HOUR
    stop_clock(clock=clock, at=at, reason=Reason("clocks.delivered_by_phone"), now=at)

    for moment in (at, at + HOUR, clock.starts_at - HOUR):
        assert not correct_stop(clock=clock, at=moment, now=at + HOUR)

    clock.refresh_from_db()
    assert clock.stopped_at == at
