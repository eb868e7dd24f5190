"""A command meets a database of another version; several processes bring one up to date."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
from contextlib import closing

import pytest

from tests.config.installation import Installation
from tests.new_database import new_database, own_database

LACKS_ONE = """
import django
django.setup()
from django.apps import apps
from django.db import connection
from tests.tables import make_tables
make_tables()
with connection.cursor() as cursor:
    for model in reversed(list(apps.get_app_config("integration").get_models())):
        cursor.execute(f"DROP TABLE {model._meta.db_table}")
    cursor.execute("DELETE FROM django_migrations WHERE app = 'integration'")
"""
START = """
from huiying.config.commands._django import migrate, ready
ready(migrated=False)
migrate()
"""
KILLED_AT_THE_RECORD = """
import os
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder.record_applied = lambda self, app, name: os._exit(9)
"""


@pytest.mark.django_db(transaction=True)
def test_an_upgrade_that_was_killed_before_it_recorded_a_migration_goes_on(tmp_path):
    with own_database(tmp_path) as environment:

        def run(program: str) -> int:
            words = [sys.executable, "-c", program]
            return subprocess.run(words, env=environment, check=False).returncode  # noqa: S603

        assert run(LACKS_ONE) == 0
        assert run(KILLED_AT_THE_RECORD + START) == 9
        assert run(START) == 0


@pytest.mark.django_db(transaction=True)
def test_three_processes_that_start_at_once_all_find_the_tables_made(tmp_path):
    with own_database(tmp_path) as environment:
        subprocess.run([sys.executable, "-c", LACKS_ONE], env=environment, check=True)  # noqa: S603
        command = [sys.executable, "-c", START]
        started = [
            subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)  # noqa: S603
            for _ in range(3)
        ]
        ended = [(one.communicate(timeout=120)[1], one.returncode) for one in started]

    assert ended == [("", 0)] * 3


@pytest.fixture
def house(tmp_path) -> Installation:
    made = Installation(tmp_path / "house")
    new_database(made.database)
    return made


@pytest.mark.parametrize(("words", "code"), [("up", 2), ("doctor", 1), ("verify-audit", 2)])
def test_a_database_of_a_newer_version_is_named_and_not_touched(house, words, code):
    house.sql("insert into django_migrations (app, name, applied) values ('jobs', '0099_x', 0)")
    before = hashlib.sha256(house.database.read_bytes()).digest()
    more = []
    if words == "up":
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            more = ["--port", free.getsockname()[1]]

    ended, said = house.run(words, *more)

    assert (ended, "更新的版本建的" in said, "jobs.0099_x" in said) == (code, True, True), said
    assert hashlib.sha256(house.database.read_bytes()).digest() == before


def test_a_database_of_an_older_version_is_named_with_the_way_on(house):
    house.sql("delete from django_migrations where app = 'jobs'")

    code, said = house.run("verify-audit")

    assert (code, "第一项是 jobs.0001_initial" in said) == (2, True), said
    assert "huiying up" in said
