"""Emptying tables after a test whose rows were really stored, by DELETE.

In:   the fixture that changes things for all tests.
Out:  ``flush`` empties the tables that have rows, and leaves the others alone.
Cost: some milliseconds for each table with rows that are final, else less than one.

TRUNCATE makes new files for every table and index, two seconds for ours on PostgreSQL; most
tables of a test are empty, and to delete the rows of the others takes milliseconds. Django then
writes the names of all tables and their permissions again, half a second; no test reads them.

Final rows are deleted without their triggers. SQLite reads the list of all that it has for each
trigger that is dropped or made, so only those of tables with rows are: else 0.1 s a test.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite

from huiying.base.db.final_rows import ProtectRows, protections

RESTART = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
FROM pg_sequences WHERE schemaname = 'public' AND sequencename NOT LIKE 'django_migrations%'
"""
TRIGGERS = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    " AND name LIKE 'final\\_%' ESCAPE '\\'",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
    " AND tgenabled IN ('O', 'A') AND tgname LIKE 'final\\_%'",
}


def flush_by_delete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``flush`` delete rows instead of truncating tables."""

    def flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        del style, allow_cascade  # keys to other tables are checked at the end of it all
        filled = tables_with_rows(self.connection, tables)
        rows = [f"DELETE FROM {self.quote_name(table)}" for table in filled]  # noqa: S608
        rows += [RESTART] if reset_sequences else []
        return _without_triggers(self.connection, rows, filled)

    flush_of_sqlite = Sqlite.ops_class.sql_flush

    def flush_sqlite(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        filled = tables_with_rows(self.connection, tables)
        asked = tables if reset_sequences else filled
        how = {"reset_sequences": reset_sequences, "allow_cascade": allow_cascade}
        return _without_triggers(
            self.connection, flush_of_sqlite(self, style, asked, **how), asked
        )

    monkeypatch.setattr(DatabaseOperations, "sql_flush", flush)
    monkeypatch.setattr(Sqlite.ops_class, "sql_flush", flush_sqlite)
    monkeypatch.setattr(
        "django.core.management.commands.flush.emit_post_migrate_signal", lambda *_, **__: None
    )


def tables_with_rows(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> list[str]:
    """Return which of these tables have a row, in one query."""
    names = list(tables)
    if not names:
        return []
    quote = connection.ops.quote_name
    asked = ", ".join(f"EXISTS (SELECT 1 FROM {quote(name)})" for name in names)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        found = cursor.fetchone()
    return [name for name, has_rows in zip(names, found, strict=True) if has_rows]


def _without_triggers(
    connection: BaseDatabaseWrapper, statements: list[str], tables: Iterable[str]
) -> list[str]:
    """Take the triggers away that let nobody delete, and put them back."""
    vendor = connection.vendor
    every = protections()
    guarded = set(tables)
    some = [row for row in every if row.table in guarded]
    if not _are_all_there(connection, every):  # the test took one away
        some = list(every)
    drops = [sql for row in some for sql in row.drop_statements(vendor)]
    creates = [sql for row in some for sql in row.create_statements(vendor)]
    return [*drops, *statements, *creates]


def _are_all_there(connection: BaseDatabaseWrapper, rows: Iterable[ProtectRows]) -> bool:
    vendor = connection.vendor
    made = [sql for row in rows for sql in row.create_statements(vendor)]
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[vendor])
        (there,) = cursor.fetchone()
    return bool(there == sum(sql.startswith("CREATE TRIGGER") for sql in made))
