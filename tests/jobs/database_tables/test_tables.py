"""What SQLite stored is compared with what PostgreSQL returns, value by value."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from huiying.jobs.database_tables.tables import (
    DatabaseColumn,
    DatabaseTable,
    database_tables,
    read_row,
    row_hash,
)


def one(kind: str, places: int = 0) -> DatabaseTable:
    return DatabaseTable("t", (DatabaseColumn("v", kind, places),), 0)


@pytest.mark.parametrize(
    ("kind", "stored", "returned"),
    [
        ("BooleanField", 1, True),
        (
            "DateTimeField",
            "2026-11-24 02:00:00.123456",
            datetime(2026, 11, 24, 2, 0, 0, 123456, UTC),
        ),
        (
            "DateTimeField",
            "2026-11-24 02:00:00",
            datetime(2026, 11, 24, 10, tzinfo=timezone(timedelta(hours=8))),
        ),
        ("DateField", "2026-11-24", date(2026, 11, 24)),
        ("TimeField", "08:30:00", time(8, 30)),
        ("BinaryField", b"\x00\xff", memoryview(b"\x00\xff")),
        ("JSONField", '{"b": 1.0, "a": [1e2]}', '{"a": [100], "b": 1}'),
        ("FloatField", 0.1, 0.1),
        ("CharField", "云川", "云川"),
        ("BigIntegerField", -7, -7),
        ("CharField", None, None),
    ],
)
def test_the_same_value_has_the_same_hash_on_both_sides(kind, stored, returned):
    table = one(kind)

    assert row_hash(table, read_row(table, [stored])) == row_hash(table, [returned])


def test_a_decimal_has_the_places_of_its_field():
    table = one("DecimalField", 2)

    assert read_row(table, [0.1]) == [Decimal("0.10")]
    assert row_hash(table, read_row(table, [0.1])) == row_hash(table, [Decimal("0.10")])


@pytest.mark.parametrize(
    ("kind", "stored", "other"),
    [
        ("CharField", "", None),
        ("CharField", "停水", "停水 "),
        ("BigIntegerField", 1, 2),
        ("JSONField", '{"a": 1}', '{"a": "1"}'),
        ("JSONField", '{"a": 9007199254740993}', '{"a": 9007199254740992}'),
        ("BinaryField", b"a", b"b"),
        ("DateTimeField", "2026-11-24 02:00:00", datetime(2026, 11, 24, 2, 0, 0, 1, UTC)),
    ],
)
def test_another_value_has_another_hash(kind, stored, other):
    table = one(kind)

    assert row_hash(table, read_row(table, [stored])) != row_hash(table, [other])


def test_every_table_with_a_model_is_moved_also_those_between_two():
    names = {table.name for table in database_tables()}

    assert {"audit_auditrecord", "django_session", "accounts_officer_groups"} <= names
    assert "search_post" not in names, "filled anew from the rows"
