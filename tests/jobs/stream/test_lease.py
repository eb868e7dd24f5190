"""One process at a time holds a stream, and who lost it stores nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.jobs import clock
from huiying.jobs.models import StreamLease
from huiying.jobs.stream import worker
from huiying.jobs.stream.lease import Heartbeat, Lease, LeaseLost, held_elsewhere
from huiying.jobs.stream.process_name import name_of, this_process
from huiying.work.collection.posts.models import Arrival
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.incidents import QUEUE, restart_workers, run_stream, submit_posts

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()
    yield
    restart_workers()


def held_by(cast, holder, until=MINUTE):
    StreamLease.objects.update_or_create(
        bureau_ref=cast.bureau.pk,
        defaults={"holder": holder, "until": clock.real_now() + until},
    )


def left():
    """How long the lease still runs."""
    return StreamLease.objects.get().until - clock.real_now()


def test_only_the_holder_of_the_lease_turns_a_stream(yunchuan, now):
    submit_posts(yunchuan, *QUEUE)
    held_by(yunchuan, "another machine")

    assert run_stream(yunchuan, now=now) == 0
    assert Arrival.objects.count() == 4

    held_by(yunchuan, "another machine", -timedelta(seconds=1))
    assert run_stream(yunchuan, now=now) == 4


def test_the_lease_of_a_process_that_was_killed_is_taken_over_at_once(yunchuan, now):
    submit_posts(yunchuan, *QUEUE)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        held_by(yunchuan, name_of(other.pid), timedelta(seconds=20))
        assert run_stream(yunchuan, now=now) == 0
        assert held_elsewhere(yunchuan.bureau.pk)
        other.kill()
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # its parent has not looked

        assert not held_elsewhere(yunchuan.bureau.pk)
        assert run_stream(yunchuan, now=now) == 4


def test_a_lease_of_a_clock_that_was_set_back_holds_nobody_up(yunchuan, now):
    submit_posts(yunchuan, *QUEUE)
    held_by(yunchuan, "a process that is gone", timedelta(hours=1))

    assert run_stream(yunchuan, now=now) == 4


def test_what_is_stored_renews_the_lease(yunchuan, now):
    submit_posts(yunchuan, *QUEUE)
    run_stream(yunchuan, now=now)
    held_by(yunchuan, this_process(), timedelta(seconds=1))
    submit_posts(yunchuan, "又来一条")

    run_stream(yunchuan, now=now)

    assert timedelta(seconds=25) < left() <= timedelta(seconds=31)


@pytest.mark.clause("5f")
def test_who_was_frozen_while_another_took_over_stores_nothing(yunchuan, now):
    """The frozen one believes for ten seconds that the lease is his, and asks nobody."""
    submit_posts(yunchuan, *QUEUE)
    assert run_stream(yunchuan, now=now) == 4
    before = list(Placement.objects.order_by("seq").values_list("post_id", "seq"))
    held_by(yunchuan, "another machine")
    submit_posts(yunchuan, "又来一条")

    assert worker.worker_of(yunchuan.bureau.pk).turn(now=now) == 0

    assert list(Placement.objects.order_by("seq").values_list("post_id", "seq")) == before
    assert Arrival.objects.count() == 1, "the other one has it to place"
    assert StreamLease.objects.get().holder == "another machine"
    held_by(yunchuan, "another machine", -timedelta(seconds=1))
    assert run_stream(yunchuan, now=now) == 1


def test_a_fence_holds_within_the_transaction_and_fails_once_the_lease_is_gone(yunchuan):
    lease = Lease(yunchuan.bureau.pk)
    assert lease.hold()

    with transaction.atomic():
        lease.fence()
    held_by(yunchuan, "another machine")

    with pytest.raises(LeaseLost), transaction.atomic():
        lease.fence()
    assert not lease.hold()


def test_no_two_placements_of_a_bureau_have_one_number(yunchuan, now):
    submit_posts(yunchuan, *QUEUE)
    run_stream(yunchuan, now=now)
    first, second = Placement.objects.order_by("seq")[:2]

    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=second.pk).update(seq=first.seq)


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_takes_long_keeps_its_lease(yunchuan):
    held_by(yunchuan, this_process(), timedelta(seconds=1))
    heartbeat = Heartbeat(every=timedelta(milliseconds=20))

    with heartbeat.during(yunchuan.bureau.pk):
        end = time.monotonic() + 10
        while left() < timedelta(seconds=20) and time.monotonic() < end:
            time.sleep(0.02)

    assert left() > timedelta(seconds=20)
