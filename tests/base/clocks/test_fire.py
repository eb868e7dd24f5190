"""Rungs and breaches are claimed once, whoever looks."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from huiying.base.clocks.actions.fire import claim_breach, claim_due_steps, mark_breaches
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import ClockStep
from huiying.reasons.reason import Reason
from tests.factories import T0

MINUTE = timedelta(minutes=1)


def shares(steps):
    return [float(step.share) for step in steps]


def test_a_rung_fires_when_it_is_due_and_only_once(start):
    start()

    assert shares(claim_due_steps(now=T0 + 14 * MINUTE)) == []
    assert shares(claim_due_steps(now=T0 + 15 * MINUTE)) == [0.5]
    assert shares(claim_due_steps(now=T0 + 15 * MINUTE)) == []
    assert shares(claim_due_steps(now=T0 + 30 * MINUTE)) == [0.8, 1.0]


def test_rungs_that_passed_while_nothing_ran_fire_at_the_next_look(start):
    start(at=T0 - timedelta(hours=3))

    assert shares(claim_due_steps(now=T0)) == [0.5, 0.8, 1.0]
    assert shares(claim_due_steps(now=T0)) == []


def test_rungs_of_a_stopped_clock_never_fire(start):
    clock = start()
    stop_clock(clock=clock, at=T0, reason=Reason("clocks.delivered_on_paper"), now=T0)

    assert claim_due_steps(now=T0 + timedelta(hours=1)) == []


def test_a_claim_that_is_rolled_back_is_given_back(start):
    start()

    with transaction.atomic():
        assert len(claim_due_steps(now=T0 + 15 * MINUTE)) == 1
        transaction.set_rollback(True)

    assert shares(claim_due_steps(now=T0 + 15 * MINUTE)) == [0.5]


def test_a_breach_is_marked_once_at_the_due_time(start):
    clock = start()

    assert mark_breaches(now=T0 + 30 * MINUTE) == 0
    assert mark_breaches(now=T0 + 31 * MINUTE) == 1
    assert mark_breaches(now=T0 + 32 * MINUTE) == 0
    assert not claim_breach(clock=clock, now=T0 + 33 * MINUTE)

    clock.refresh_from_db()
    assert clock.breached_at == T0 + 30 * MINUTE


def test_at_most_so_many_rungs_are_claimed_as_asked(start):
    for n in range(4):
        start(ref=f"2026-000{n}")

    assert len(claim_due_steps(now=T0 + 15 * MINUTE, limit=3)) == 3
    assert ClockStep.objects.filter(fired_at__isnull=False).count() == 3
