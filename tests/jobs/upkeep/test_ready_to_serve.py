"""A server says in one word why it may not be sent requests, and not more."""

from __future__ import annotations

import time

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from huiying.jobs.models import Installation
from huiying.jobs.shared_data import register_installation
from huiying.jobs.upkeep import ready_to_serve, write_access
from huiying.jobs.upkeep.ready_to_serve import Lack, lack
from huiying.web.portal import service
from huiying.web.portal.service import _lack

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_anew():
    _lack.cache_clear()
    ready_to_serve._has_all_tables.cache_clear()
    yield
    _lack.cache_clear()
    ready_to_serve._has_all_tables.cache_clear()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def recorder(settings, db):
    """Of a database that was made by all migrations; that of the tests was made without."""
    settings.MIGRATION_MODULES = {}
    recorder = MigrationRecorder(connection)
    for app, name in MigrationLoader(None).graph.nodes:
        recorder.migration_qs.get_or_create(app=app, name=name)
    assert lack() == Lack.NOTHING
    return recorder


def test_a_server_that_lacks_nothing_is_ready(client):
    register_installation()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"].startswith("max-age=0")


def test_a_database_that_lacks_a_migration_is_not_ready(recorder, client):
    recorder.record_unapplied("jobs", "0003_official_labels")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"migrations\n")


def test_a_database_of_a_newer_version_is_not_ready(recorder):
    recorder.record_applied("jobs", "9999_later")

    assert lack() == Lack.MIGRATIONS


def test_a_migration_that_is_applied_meanwhile_is_seen(recorder):
    recorder.record_unapplied("jobs", "0003_official_labels")
    assert lack() == Lack.MIGRATIONS

    recorder.record_applied("jobs", "0003_official_labels")

    assert lack() == Lack.NOTHING


def test_the_key_of_another_installation_is_not_ready(client, settings):
    register_installation()
    settings.SECRET_KEY = "another"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"key\n")


def test_a_folder_of_files_that_is_not_mounted_is_not_ready(folder):
    register_installation()
    (folder / "files" / ".installation").unlink()

    assert lack() == Lack.FILES


def test_a_disk_that_takes_nothing_is_not_ready(monkeypatch):
    monkeypatch.setattr(write_access.tempfile, "TemporaryFile", _full)

    assert lack() == Lack.DISK


def _full(**_how):
    raise OSError(28, "No space left on device")


def test_a_database_out_of_reach_is_said_without_its_address(client, monkeypatch):
    def gone(*_args, **_how):
        raise OperationalError("connection to 10.0.0.7 failed for user huiying")

    monkeypatch.setattr(Installation.objects, "first", gone)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"database\n")


def test_who_asks_often_does_not_burden_the_database(client, monkeypatch):
    looks = []
    monkeypatch.setattr(service, "lack", lambda: looks.append(1) or Lack.NOTHING)
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)

    for _ask in range(3):
        client.get("/readyz")

    assert looks == [1]


def test_the_probe_asks_few_questions(django_assert_max_num_queries):
    register_installation()
    lack()

    with django_assert_max_num_queries(5):
        assert lack() == Lack.NOTHING
