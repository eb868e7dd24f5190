"""The workers of a machine while their database is gone for a while."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError, connection

from huiying.jobs import clock, scheduler
from huiying.jobs.scheduler import Job, run_once
from huiying.jobs.shared_data import adopt_key, register_installation
from tests.polling import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _stays_open(monkeypatch):
    """The rows of a test live in its connection."""
    monkeypatch.setattr(scheduler, "close_old_connections", lambda: None)
    monkeypatch.setattr(connection, "close", lambda: None)


def test_jobs_wait_for_a_database_that_is_gone_and_say_so_once(monkeypatch, caplog):
    done = []
    job = Job("any", 1.0, done.append)

    def refused():
        raise OperationalError("Connection refused")

    with monkeypatch.context() as gone:
        gone.setattr(connection, "ensure_connection", refused)
        for _look in range(3):
            run_once(job)
        assert done == []
    run_once(job)
    run_once(job)

    assert len(done) == 2
    first, second = [row.message for row in caplog.records if row.name == "huiying.jobs"]
    assert "Connection refused" in first
    assert "answers again" in second


def test_no_job_works_in_a_process_from_before_a_new_key(settings, tmp_path, caplog):
    settings.DATA_DIR, old, done = tmp_path, settings.SECRET_KEY, []
    job = Job("any", 1.0, done.append)
    register_installation()
    run_once(job)
    assert not scheduler.is_behind_the_key()

    adopt_key("n" * 50)
    run_once(job)
    behind = scheduler.is_behind_the_key()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [old]
    run_once(job)

    assert len(done) == 2
    assert behind
    assert "key of the installation" in caplog.text


def test_a_clock_that_is_set_back_by_an_hour_stops_no_job():
    running = scheduler.start(frozenset({"nothing"}))
    ran, hour = Event(), timedelta(hours=1)
    later = clock.real_now() + hour
    running.add_job(ran.set, "interval", seconds=1, next_run_time=later)

    before = later.timestamp() - time.monotonic()
    ahead = scheduler.go_on_after_a_step_back(running, before)
    came = ran.wait(LONG)
    running.shutdown()

    assert came
    assert ahead < before


def test_workers_that_begin_before_the_database_wait_for_it(monkeypatch, caplog):
    answers = [OperationalError("Connection refused"), OperationalError("no such table"), ""]

    def lacking():
        answer = answers.pop(0)
        if isinstance(answer, OperationalError):
            raise answer
        return answer

    monkeypatch.setattr(scheduler, "lacking", lacking)
    monkeypatch.setattr(scheduler.stopping, "wait", lambda _seconds: False)

    assert scheduler.wait_until_fit(None) == ""
    assert answers == []
    assert len([row for row in caplog.records if "work waits" in row.message]) == 1
    scheduler._lost.clear()


def test_workers_of_their_own_end_with_nobody_and_those_of_a_server_with_it(monkeypatch):
    monkeypatch.setattr(os, "getppid", lambda: 1)  # whoever began them is gone

    scheduler._stop_without(None)
    alone = scheduler.stopping.is_set()
    scheduler._stop_without(4711)
    with_server = scheduler.stopping.is_set()
    scheduler.stopping.clear()

    assert (alone, with_server) == (False, True)
