"""How each job goes is written down: its last turn, since when it fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from huiying.jobs import clock, job_states, scheduler
from huiying.jobs.cluster import turns
from huiying.jobs.job_states import WRITE_EVERY, JobStates
from huiying.jobs.models import JobState
from huiying.jobs.scheduler import Job, run_once

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def steady(monkeypatch):
    """The steady clock, and the real one with it."""

    class Steady:
        seconds = 0.0

        def forward(self, minutes):
            self.seconds += 60 * minutes

    moved, began = Steady(), clock.real_now()
    monkeypatch.setattr(job_states.time, "monotonic", lambda: 1000.0 + moved.seconds)
    monkeypatch.setattr(
        clock, "real_now", lambda: began + timedelta(seconds=moved.seconds), raising=True
    )
    return moved


def fail(_now):
    raise ValueError("姓名 13800000000")


def turn(states, name, work=lambda _now: None):
    with states.during(name):
        work(None)


def test_turns_of_all_jobs_are_written_once_in_half_a_minute(
    steady, django_assert_max_num_queries
):
    states = JobStates()
    turn(states, "one")
    turn(states, "two")
    with django_assert_max_num_queries(0):
        for _turn in range(50):
            turn(states, "one")
            turn(states, "two")

    steady.forward(minutes=WRITE_EVERY / 60)
    turn(states, "one")

    one, two = JobState.objects.order_by("name")
    assert one.began_at - two.ended_at == timedelta(seconds=WRITE_EVERY)
    assert (two.name, two.failing_since, two.failure) == ("two", None, "")


def test_a_job_that_fails_is_written_at_once_with_the_first_moment_and_no_text(steady):
    states = JobStates()
    turn(states, "one")
    began = clock.real_now()
    with pytest.raises(ValueError, match="姓名"):
        turn(states, "one", fail)
    steady.forward(minutes=2)
    with pytest.raises(ValueError, match="姓名"):
        turn(states, "one", fail)

    row = JobState.objects.get()
    assert (row.failing_since, row.failure) == (began, "ValueError")

    turn(states, "one")

    row.refresh_from_db()
    assert (row.failing_since, row.failure) == (None, "")


def test_a_process_that_begins_anew_knows_since_when_a_job_fails(steady):
    began = clock.real_now()
    with pytest.raises(ValueError, match="姓名"):
        turn(JobStates(), "one", fail)
    steady.forward(minutes=10)

    with pytest.raises(ValueError, match="姓名"):
        turn(JobStates(), "one", fail)

    assert JobState.objects.get().failing_since == began


def test_a_database_that_takes_nothing_stops_no_job(monkeypatch, caplog):
    def full(*_args, **_options):
        raise OperationalError("database or disk is full")

    done = []
    monkeypatch.setattr(JobState.objects, "bulk_create", full)
    turn(JobStates(), "one", done.append)

    assert done == [None]
    assert "database or disk is full" in caplog.text


@pytest.mark.usefixtures("_stays_open")
def test_the_scheduler_writes_of_every_job_and_a_cluster_of_every_share(monkeypatch):
    monkeypatch.setattr(job_states, "JOB_STATES", JobStates())
    monkeypatch.setattr(scheduler, "JOB_STATES", JobStates())
    run_once(Job("any", 1.0, fail))
    turns.take_turn("stream", 3)

    assert JobState.objects.get(pk="any").failure == "ValueError"
    scheduler.JOB_STATES._write_at = 0.0
    run_once(Job("any", 1.0, lambda _now: None))
    assert JobState.objects.get(pk="stream.3").failing_since is None


@pytest.fixture
def _stays_open(monkeypatch):
    """The rows of a test live in its connection."""
    monkeypatch.setattr(scheduler, "close_old_connections", lambda: None)
    monkeypatch.setattr(scheduler.connection, "close", lambda: None)
