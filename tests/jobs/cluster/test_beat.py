"""The beat wakes by the one list of jobs, and only while it holds the schedule."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from huiying.jobs import clock
from huiying.jobs.cluster.app import cluster_app
from huiying.jobs.cluster.beat import ClusterBeat, schedule
from huiying.jobs.cluster.queues import SHARES, chosen_queues
from huiying.jobs.job_table import JOBS
from huiying.jobs.models import StreamLease
from huiying.jobs.stream.lease import SCHEDULE, release_all_leases

pytestmark = pytest.mark.django_db


@pytest.fixture
def beat(settings, monkeypatch):
    settings.BROKER_URL = "amqp://127.0.0.1:9//"  # nobody is asked: sending is watched
    monkeypatch.setattr(connection, "close", lambda: None)
    running = ClusterBeat(cluster_app.__wrapped__())
    running.gone = []
    running.send = running.gone.append
    monkeypatch.setattr(running, "apply_async", lambda entry, **_more: running.send(entry))
    yield running
    release_all_leases()


def send(beat, name="ladder"):
    beat._quiet_until = 0.0
    beat.apply_entry(beat.schedule[name])
    return len(beat.gone)


def test_every_job_of_one_box_is_woken_as_often_in_a_cluster():
    entries = schedule()

    for job in JOBS:
        names = [job.name] if job.part is None else [f"{job.name}.{n}" for n in range(SHARES)]
        assert [entries[name]["schedule"] for name in names] == [
            timedelta(seconds=job.every_seconds)
        ] * len(names)
        assert [entries[name]["args"][0] for name in names] == [job.name] * len(names)
    wanted = {entry["options"]["queue"] for entry in entries.values()}
    assert wanted == set(chosen_queues(""))


def test_one_of_two_beats_sends_and_the_other_stands_by(beat, caplog):
    StreamLease.objects.create(
        bureau_ref=SCHEDULE,
        holder="another machine",
        until=clock.real_now() + timedelta(minutes=1),
    )
    assert [send(beat) for _look in range(3)] == [0, 0, 0]
    assert [row.message for row in caplog.records] == [
        "another process holds the schedule, this one stands by"
    ]

    StreamLease.objects.all().delete()
    assert send(beat) == 1
    assert StreamLease.objects.get().bureau_ref == SCHEDULE


def test_without_a_broker_it_says_so_once_and_goes_on_when_it_is_back(
    beat, caplog, monkeypatch
):
    def refused(_entry):
        from celery.beat import SchedulingError  # noqa: PLC0415 - as the library says it

        raise SchedulingError("Connection refused")

    beat.send = refused
    assert [send(beat) for _look in range(3)] == [0, 0, 0]
    beat.send = beat.gone.append
    assert send(beat) == 1

    lost, back = [row.message for row in caplog.records]
    assert "Connection refused" in lost
    assert "work goes on" in back


def test_without_a_database_it_sends_nothing(beat, caplog, monkeypatch):
    def refused():
        raise OperationalError("Connection refused")

    monkeypatch.setattr(beat._lease, "hold", refused)

    assert send(beat) == 0
    assert "the database cannot be reached" in caplog.text


def test_a_clock_that_is_set_back_by_an_hour_holds_nothing_up(beat):
    for entry in beat.schedule.values():
        entry.last_run_at = entry.default_now() + timedelta(hours=1)
    beat._ahead += 3600.0

    beat.tick()

    assert all(entry.last_run_at <= entry.default_now() for entry in beat.schedule.values())
