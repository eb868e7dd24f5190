"""A database that another version made is said to be one, and nothing of it is touched."""

from __future__ import annotations

import hashlib
import socket
from contextlib import closing

import pytest
from django.db import connection

from huiying.config.schema_check import schema_mismatch
from tests.config.installation import Installation
from tests.new_database import new_database

NO_COLUMN = "ALTER TABLE outbox_channel RENAME COLUMN via_id TO through_id"


def after(statement: str, unfinished: tuple[str, ...] = ()) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    return schema_mismatch(unfinished)


@pytest.mark.django_db
def test_the_tables_of_this_version_fit():
    assert schema_mismatch() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "odd"),
    [
        (NO_COLUMN, "outbox_channel.via_id"),
        ("ALTER TABLE audit_sentform RENAME TO audit_sent", "audit_sentform.answered"),
        ("DROP INDEX address_due", "collection_fetchaddress: address_due"),
    ],
)
def test_what_another_version_made_is_named(statement, odd):
    assert after(statement) == odd
    assert schema_mismatch(["outbox", "audit", "collection"]) == ""


@pytest.mark.django_db
def test_a_column_that_must_be_filled_where_we_leave_it_empty_is_named():
    table = "ALTER TABLE collection_fetchaddress RENAME COLUMN"
    for names in ("fetched_at TO x", "next_fetch_at TO fetched_at", "x TO next_fetch_at"):
        found = after(f"{table} {names}")

    assert found == "collection_fetchaddress.fetched_at"


@pytest.mark.django_db
def test_a_column_more_that_need_not_be_filled_does_no_harm():
    assert after("ALTER TABLE audit_sentform ADD COLUMN more text") == ""


@pytest.mark.parametrize("words", [["up"], ["doctor"], ["verify-audit"]])
def test_every_command_says_so_and_touches_nothing(tmp_path, words):
    house = Installation(tmp_path / "house")
    new_database(house.database)
    house.sql(NO_COLUMN)
    before = hashlib.sha256(house.database.read_bytes()).digest()

    if words == ["up"]:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            words = ["up", "--port", str(free.getsockname()[1])]

    code, said = house.run(*words)

    assert (code, "是另一个版本建的" in said, "via_id" in said) == (2, True, True), said
    assert hashlib.sha256(house.database.read_bytes()).digest() == before
