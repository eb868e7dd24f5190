"""Whatever happens to clocks, their counters are equal to a count and to a rebuild."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.base.clocks.actions.correct_stop import correct_stop
from huiying.base.clocks.actions.extend import extend_clock
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.counters import LENGTH, MET, rounded_up
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.counters.actions.rebuild import differing_slots, rebuild_counters
from huiying.base.counters.models import CounterValue
from huiying.base.counters.queries import totals
from huiying.policy.time.zone import DAY
from huiying.reasons.reason import Reason
from tests.factories import T0

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
DONE = Reason("clocks.signed_for")
ACTS = ("start", "stop", "cancel", "reopen", "hand_over", "extend", "correct")


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 3 * 24 * 60)),
        max_size=25,
    )
)
@settings(max_examples=40)
def test_after_any_acts_counters_equal_a_count_and_a_rebuild(yunchuan, start, steps):
    with transaction.atomic():
        play(yunchuan, start, steps)
        bureau = yunchuan.bureau.pk
        assert differing_slots(bureau, MET) == differing_slots(bureau, LENGTH) == {}
        assert sum(totals(bureau, MET, T0 - 9 * DAY, T0 + 9 * DAY).values()) == (
            Clock.objects.filter(state=ClockState.MET).count()
        )
        before = stored()
        CounterValue.objects.all().delete()
        rebuild_counters(bureau, MET, T0)
        rebuild_counters(bureau, LENGTH, T0)
        assert stored() == before
        transaction.set_rollback(True)  # the next example begins anew


def play(cast, start, steps):
    clocks = [start(at=T0 - 20 * 60 * MINUTE)]
    for act, which, minutes in steps:
        clock = Clock.objects.get(pk=clocks[which % len(clocks)].pk)
        at = clock.starts_at + minutes * MINUTE
        if act == "start":
            clocks.append(start(at=T0 - minutes * MINUTE, ref=f"2026-{len(clocks):04d}"))
        elif act == "stop":
            stop_clock(clock=clock, at=at, reason=DONE, now=at)
        elif act == "cancel":
            cancel_clock(clock=clock, reason=DONE, now=at)
        elif act == "reopen":
            reopen_clock(clock=clock, now=at)
        elif act == "correct":
            correct_stop(clock=clock, at=at, now=at)
        elif act == "hand_over":
            unit = cast.waterworks if minutes % 2 else cast.reception
            hand_over_clock(clock=clock, holder=Holder(unit.name, unit=unit), now=at)
        else:
            extend_clock(clock=clock, seen=clock.due_at, due=clock.due_at + DAY, now=at)


def stored():
    rows = CounterValue.objects.exclude(value=0)
    return Counter({(row.kind, row.at, row.key): row.value for row in rows})


def test_a_clock_counts_for_the_unit_in_whose_hands_it_stopped(yunchuan, start):
    clock = start()
    unit = yunchuan.waterworks
    hand_over_clock(clock=clock, holder=Holder(unit.name, unit=unit), now=T0 + MINUTE)
    stop_clock(clock=clock, at=T0 + 31 * MINUTE, reason=DONE, now=T0 + 31 * MINUTE)

    found = totals(yunchuan.bureau.pk, MET, T0 - DAY, T0 + DAY)

    assert found == {f"NOTICE_MAJOR|{unit.pk}|late": 1}


def test_of_many_who_set_a_clock_running_one_takes_back_its_count(yunchuan, start):
    clock = start()
    stop_clock(clock=clock, at=T0 + MINUTE, reason=DONE, now=T0 + MINUTE)
    as_read = Clock.objects.get(pk=clock.pk)

    assert reopen_clock(clock=clock, now=T0 + 2 * MINUTE)
    assert not reopen_clock(clock=as_read, now=T0 + 2 * MINUTE)
    assert totals(yunchuan.bureau.pk, MET, T0 - DAY, T0 + DAY) == {}


@given(seconds=st.integers(0, 400 * 24 * 3600))
def test_a_length_is_counted_under_at_most_one_step_more(seconds):
    length = timedelta(seconds=seconds)
    found = rounded_up(length)

    assert length <= found
    assert found - length < max(60 * MINUTE, MINUTE)
    assert rounded_up(found) == found
