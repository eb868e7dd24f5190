"""A wake-up runs the job of the one list, or this worker's share of it."""

from __future__ import annotations

from dataclasses import replace
from threading import Event, Thread

import pytest
from django.db import connection

from huiying.jobs.cluster import turns
from huiying.jobs.cluster.queues import SHARES
from huiying.jobs.cluster.turns import UnknownJob, take_turn
from huiying.jobs.job_table import JOBS, Job
from huiying.jobs.scheduler import stopping
from huiying.jobs.shares import share_of
from huiying.jobs.stream import worker
from huiying.work.incidents.placements.models import Placement
from tests.polling import LONG
from tests.scenarios.incidents import QUEUE, restart_workers, submit_posts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _same_connection(monkeypatch):
    """The rows of a test live in its connection."""
    monkeypatch.setattr("huiying.jobs.scheduler.close_old_connections", lambda: None)
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    restart_workers()
    yield
    restart_workers()


def test_only_the_share_of_a_bureau_turns_its_stream(yunchuan, time):
    submit_posts(yunchuan, *QUEUE)
    own = share_of(str(yunchuan.bureau.pk), SHARES)

    for share in set(range(SHARES)) - {own}:
        take_turn("stream", share)
    assert not Placement.objects.exists()

    take_turn("stream", own)
    assert Placement.objects.count() == 4
    assert set(worker._workers) == {yunchuan.bureau.pk}


@pytest.mark.parametrize(
    ("name", "share"),
    [("no-such-job", None), ("ladder", 0), ("stream", None), ("stream", SHARES)],
)
def test_a_job_or_a_share_that_there_is_not_is_refused(name, share):
    with pytest.raises(UnknownJob):
        take_turn(name, share)


def test_a_job_that_runs_is_not_run_twice_in_one_process(monkeypatch):
    begun, go_on, ran = Event(), Event(), []

    def slow(now):
        ran.append(now)
        begun.set()
        assert go_on.wait(LONG)

    monkeypatch.setattr(turns, "jobs_here", lambda: (Job("slow", 1.0, slow),))
    monkeypatch.setattr("django.db.connection.ensure_connection", lambda: None)

    def take_in_a_thread():
        try:
            take_turn("slow")
        finally:
            connection.close()

    first = Thread(target=take_in_a_thread)
    first.start()
    assert begun.wait(LONG)
    second = take_turn("slow")
    go_on.set()
    first.join()

    assert not second
    assert len(ran) == 1
    assert take_turn("slow")


def test_a_process_that_is_about_to_end_begins_nothing(monkeypatch):
    ran = []
    monkeypatch.setattr(turns, "jobs_here", lambda: (replace(JOBS[1], work=ran.append),))
    stopping.set()

    assert not take_turn("ladder")
    stopping.clear()

    assert ran == []
    assert take_turn("ladder")
    assert len(ran) == 1
