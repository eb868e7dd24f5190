"""Read whole tables as they stand at one moment, in the order of their keys.

In:   the database of the settings.    Out:  rows as Python has them, the highest key given.
Cost: one pass over a table; memory for some hundred rows, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.db import connection, transaction

from huiying.jobs.database_tables.tables import DatabaseTable

ROWS_AT_ONCE = 500


@contextmanager
def one_moment() -> Iterator[None]:
    """Read the whole database as it is at one moment; nobody who writes waits for it."""
    outermost = not connection.in_atomic_block
    if outermost and connection.vendor == "sqlite":
        # atomic() would take the one writer at once; the desk must be able to sign meanwhile.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def rows_in_order(table: DatabaseTable) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table as the database returns them, inside a transaction."""
    key = f'"{table.columns[table.key].name}"'
    is_server = connection.vendor == "postgresql"
    order = f'{key} COLLATE "C"' if table.has_text_key and is_server else key
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(f'SELECT {table.column_list} FROM "{table.name}" ORDER BY {order}')  # noqa: S608 - our names
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows


def last_key_given(table: DatabaseTable) -> int:
    """Return the highest key that a table ever gave by itself; 0 if it gives none."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if not (sequence := sequence_of(table)):
                return 0
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608
            last, is_called = cursor.fetchone()
            return int(last) if is_called else 0
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def sequence_of(table: DatabaseTable) -> str:
    """Return the sequence of PostgreSQL that gives the keys of a table; "" if none does."""
    key = table.columns[table.key].name
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', key])
        return cursor.fetchone()[0] or ""
