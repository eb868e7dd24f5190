"""What is done to tables around filling them from elsewhere.

In:   the database of the settings.    Out:  empty tables without foreign keys; keys put back.
Cost: some statements for each table.

Tables name each other in circles, so no order of filling satisfies every foreign key. On
PostgreSQL they are taken off meanwhile; it checks every one of them when they are put back.
SQLite compares them once everything is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection

from huiying.base.db.final_rows import drop_protections, install_protections
from huiying.jobs.database_tables.reading import sequence_of
from huiying.jobs.database_tables.tables import DatabaseTable

FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key of PostgreSQL as it is made again."""

    table: str  # quoted where it must be
    name: str
    definition: str


def foreign_keys() -> list[ForeignKey]:
    """Return the foreign keys of a PostgreSQL database; none of SQLite, which keeps its own."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        return [ForeignKey(*row) for row in cursor.fetchall()]


def drop_foreign_keys() -> list[ForeignKey]:
    """Take every foreign key off, in the transaction of the caller; return them."""
    found = foreign_keys()
    with connection.cursor() as cursor:
        for one in found:
            cursor.execute(f'ALTER TABLE {one.table} DROP CONSTRAINT "{one.name}"')
    return found


def add_foreign_keys(missing: Iterable[ForeignKey]) -> None:
    """Put foreign keys back; PostgreSQL checks them.

    Raises:
        IntegrityError: If a row names another that is not there.
    """
    with connection.cursor() as cursor:
        for one in missing:
            cursor.execute(
                f'ALTER TABLE {one.table} ADD CONSTRAINT "{one.name}" {one.definition}'
            )


def empty_tables(tables: Iterable[DatabaseTable]) -> None:
    """Delete every row, also those that the database refuses to delete otherwise.

    Foreign keys must be off on PostgreSQL. An empty table is left as it is: TRUNCATE makes the
    files of a table anew, also of one that has none.
    """
    word = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    drop_protections(connection)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table.name}")')  # noqa: S608 - our names
            if cursor.fetchone()[0]:
                cursor.execute(f'{word} "{table.name}"')
    install_protections(connection)


def set_last_keys(
    tables: Iterable[DatabaseTable], last_given: Callable[[DatabaseTable], int]
) -> None:
    """Let every table go on behind the highest key that was ever given, here or before."""
    for table in tables:
        key = table.columns[table.key].name
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                if not (sequence := sequence_of(table)):
                    continue
                cursor.execute(f'SELECT coalesce(max("{key}"), 0) FROM "{table.name}"')  # noqa: S608 - our names
                last = max(int(cursor.fetchone()[0]), last_given(table))
                if last > 0:
                    cursor.execute("SELECT setval(%s, %s)", [sequence, last])
            elif last := last_given(table):  # SQLite itself knows the keys that are there
                name = [table.name]
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", name)
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [*name, last])
