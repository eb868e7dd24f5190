"""What an address of a database is made into."""

import sqlite3
from contextlib import closing

from huiying.config.settings.base import POSTGRES_KEEPALIVES, POSTGRES_OPTIONS, database

PRAGMAS = ("journal_mode", "synchronous")


def test_a_page_on_postgresql_neither_compiles_a_query_nor_starts_workers_for_it():
    options = database("postgres://a:b@db:5432/huiying?sslmode=require")["OPTIONS"]

    assert options == {
        "sslmode": "require",
        "options": POSTGRES_OPTIONS,
        **POSTGRES_KEEPALIVES,
    }
    assert "jit=off" in POSTGRES_OPTIONS
    assert "max_parallel_workers_per_gather=0" in POSTGRES_OPTIONS


def test_an_address_with_options_of_its_own_keeps_them():
    config = database("postgres://a:b@db/huiying?options=-c%20jit%3Don")

    assert config["OPTIONS"]["options"] == "-c jit=on"


def test_a_machine_that_was_lost_is_noticed_and_blocks_nobody_for_long():
    options = database("postgres://a:b@db/huiying")["OPTIONS"]

    assert options["keepalives_idle"] + 3 * options["keepalives_interval"] <= 60
    assert "idle_in_transaction_session_timeout=300000" in options["options"]


def test_what_sqlite_was_told_to_keep_survives_a_power_failure(tmp_path):
    options = database(f"sqlite:///{tmp_path / 'a.sqlite3'}")["OPTIONS"]

    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as base:
        base.executescript(options["init_command"])
        asked = [base.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS]

    assert asked == ["wal", 2]  # 2: FULL, the log is on the disk before the answer
