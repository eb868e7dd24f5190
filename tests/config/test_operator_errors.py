"""What an administrator can mend is said in a sentence, and shows no secret."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing
from types import SimpleNamespace

import pytest
from django.db import OperationalError, ProgrammingError
from django.db.migrations.exceptions import MigrationSchemaMissing
from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from huiying.config.operator_errors import operator_advice
from huiying.config.settings import secrets
from tests.config.installation import Installation

SECRET = "geheim-8261"


@pytest.fixture
def house(tmp_path) -> Installation:
    return Installation(tmp_path / "house")


def test_a_database_that_does_not_answer_is_said(house):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]

    code, said = house.run(
        "doctor", HUIYING_DATABASE_URL=f"postgres://a:{SECRET}@127.0.0.1:{port}/b"
    )

    assert (code, "数据库现在用不了" in said) == (2, True), said
    assert SECRET not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUIYING_HTTPS", "ture"),  # a slip must not switch HTTPS off
        ("HUIYING_BACKUP_KEEP", "seven"),
        ("HUIYING_LOG_LEVEL", "loud"),
        ("HUIYING_DATABASE_URL", f"mysql://a:{SECRET}@b/c"),
        ("HUIYING_SECRET_KEY_FILE", "/nowhere/key"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(house, name, value):
    code, said = house.run("doctor", **{name: value})

    assert (code, name in said) == (2, True), said
    assert SECRET not in said


def test_an_empty_setting_is_as_if_it_were_not_there(house):
    names = ("HTTPS", "LOG_LEVEL", "BACKUP_KEEP", "DATABASE_URL", "ALLOWED_HOSTS")
    nothing = dict.fromkeys((f"HUIYING_{name}" for name in names), "")

    code, said = house.run("doctor", **nothing)

    assert (code, "还没有建好" in said) == (1, True), said


def test_a_secret_that_is_empty_is_refused_before_anything_is_signed_with_it(house):
    (house.folder / "secret.key").touch()

    code, said = house.run("doctor")

    assert (code, "secret.key 是空的" in said) == (2, True), said


def test_a_secret_that_another_process_makes_at_this_moment_is_waited_for(
    tmp_path, monkeypatch
):
    path, to_open = tmp_path / "secret.key", os.open

    def too_late(*how):
        path.write_text("")
        return to_open(*how)

    monkeypatch.setattr(secrets, "DATA_DIR", tmp_path)
    monkeypatch.setattr(os, "open", too_late)
    monkeypatch.setattr(time, "sleep", lambda _seconds: path.write_text("theirs"))

    assert secrets.secret_keys() == ["theirs"]


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (InsufficientPrivilege("permission denied for schema public"), "OWNER TO"),
        (ReadOnlySqlTransaction("cannot execute DELETE in a read-only transaction"), "主库"),
    ],
)
def test_an_account_that_may_do_too_little_is_told_what_it_needs(cause, said):
    wrapped = ProgrammingError(str(cause))
    wrapped.__cause__ = cause
    error = MigrationSchemaMissing("Unable to create the django_migrations table")
    error.__context__ = wrapped

    for one in (wrapped, error):
        assert said in operator_advice(one)
        assert str(cause) in operator_advice(one)


def test_a_secret_that_finds_no_room_leaves_no_file_that_looks_like_a_lost_one(house):
    words = ("-P", "-m", "huiying.config.cli", "doctor")
    done = subprocess.run(  # noqa: S603 - our own command
        ["/bin/sh", "-c", 'ulimit -f 0; exec "$@"', "sh", sys.executable, *words],
        env=house.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "secret.key：" in done.stderr) == (2, True), done.stderr
    assert not (house.folder / "secret.key").exists()


def test_a_disk_with_no_room_even_to_read_is_said_to_be_full(monkeypatch):
    error = OperationalError("disk I/O error")
    before = operator_advice(error)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=0))

    assert "数据库现在用不了" in before
    assert "磁盘满了" in operator_advice(error)


def test_a_data_folder_that_cannot_be_used_is_named(house, tmp_path):
    place = tmp_path / "a-file"
    place.touch()

    code, said = house.run("doctor", HUIYING_DATA_DIR=str(place))

    assert (code, str(place) in said) == (2, True), said


def test_a_file_that_is_no_database_is_said(house):
    house.database.write_text("these are words, and no pages of a database " * 9)

    code, said = house.run("doctor")

    assert (code, "not a database" in said) == (2, True), said


def test_what_lies_in_the_folder_we_stand_in_is_no_code_of_ours(house, tmp_path, monkeypatch):
    (tmp_path / "token.py").write_text("raise SystemExit('code of somebody else ran')")
    monkeypatch.chdir(tmp_path)
    child = [sys.executable, "-c", "import token; print(token.__file__)"]

    code, said = house.run(
        "manage", "shell", "-c", f"import subprocess; subprocess.run({child})"
    )

    assert code == 0, said
    assert "somebody else" not in said
    assert "token.py" in said


def test_a_secret_from_a_file_is_the_one_a_backup_brings_back(house, tmp_path):
    place = tmp_path / "secret"
    place.write_text(
        "a long one that nobody guesses, 云川\n", encoding="utf-8"
    )  # as editors do
    ask = "from django.conf import settings; print(repr(settings.SECRET_KEY))"

    code, said = house.run(
        "manage", "shell", "-v0", "-c", ask, HUIYING_SECRET_KEY_FILE=str(place)
    )

    assert (code, said.strip()) == (0, "'a long one that nobody guesses, 云川'")
