"""Steps that an act adds to the ladder of a running clock."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.clocks.actions.add_steps import add_steps
from huiying.base.clocks.models import ClockStep
from huiying.policy.time.ladder import MAJOR_RUNGS, Audience
from tests.factories import T0

MINUTE = timedelta(minutes=1)


def added(clock):
    rows = ClockStep.objects.filter(clock=clock, share__in=["0.00", "0.50"])
    return sorted((str(row.share), row.tell, row.at) for row in rows)


def test_leaders_hear_at_once_and_again_at_half_time(start):
    clock = start()
    now = T0 + 7 * MINUTE

    add_steps(clock=clock, rungs=MAJOR_RUNGS, now=now)

    half = T0 + 15 * MINUTE
    assert added(clock) == [
        ("0.00", Audience.DEPUTY, now),
        ("0.00", Audience.LEADER, now),
        ("0.50", Audience.DEPUTY, half),
        ("0.50", Audience.HOLDER, half),
        ("0.50", Audience.LEADER, half),
    ]


def test_what_is_there_already_stays_as_it_is(start):
    clock = start()
    add_steps(clock=clock, rungs=MAJOR_RUNGS, now=T0)
    before = added(clock)

    add_steps(clock=clock, rungs=MAJOR_RUNGS, now=T0 + 9 * MINUTE)

    assert added(clock) == before
