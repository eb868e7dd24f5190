"""A cluster and one box are not begun beside each other, and what is lacking is said."""

from __future__ import annotations

import sys
from contextlib import nullcontext

import pytest
import typer

from huiying.config.commands import _django, beat, up, worker
from huiying.jobs import __main__ as workers
from huiying.jobs.cluster import running

BROKER = "amqp://huiying:sesame@127.0.0.1:5672/huiying"


@pytest.fixture(autouse=True)
def _ready(monkeypatch):
    for module in (beat, up, worker):
        monkeypatch.setattr(module, "ready", lambda **_options: None)


def said_by(run, capsys):
    with pytest.raises((typer.Exit, SystemExit)) as ended:
        run()
    code = getattr(ended.value, "exit_code", None) or getattr(ended.value, "code", None)
    assert code == 2
    said = capsys.readouterr().err.replace("\n", "")
    assert "sesame" not in said
    return said


def test_one_box_is_not_begun_where_a_broker_is_set(settings, capsys, monkeypatch):
    settings.BROKER_URL = BROKER
    monkeypatch.setattr(sys, "argv", ["huiying.jobs"])
    migrated = []
    monkeypatch.setattr(up, "migrate", lambda: migrated.append(1))

    assert "--no-jobs" in said_by(lambda: up.run(port=0, jobs=True), capsys)
    assert "huiying worker" in said_by(workers.main, capsys)
    assert migrated == []


def test_a_cluster_is_not_begun_without_a_broker(settings, capsys):
    settings.BROKER_URL = ""

    assert "没有设置 HUIYING_BROKER_URL" in said_by(worker.run, capsys)
    assert "没有设置 HUIYING_BROKER_URL" in said_by(beat.run, capsys)


def test_without_the_package_it_is_said_how_it_is_installed(settings, capsys, monkeypatch):
    settings.BROKER_URL = BROKER
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    assert "huiying[cluster]" in said_by(_django.must_have_cluster, capsys)


def test_a_queue_that_there_is_not_is_named(settings, capsys):
    settings.BROKER_URL = BROKER

    assert "没有名为“streams”的队列" in said_by(
        lambda: worker.run(queues="streams", threads=1), capsys
    )


def test_no_part_of_a_cluster_begins_while_its_file_is_moved(monkeypatch, caplog):
    monkeypatch.setattr(running, "at_work", lambda: nullcontext(enter_result=False))
    monkeypatch.setattr(running, "_begin", lambda: pytest.fail("it began"))

    assert running.run_worker([], threads=1) == running.run_beat() == 2
    assert caplog.text.count("being moved to PostgreSQL") == 2
