"""Emptying tables after a test whose rows were really stored, by DELETE.

TRUNCATE makes new files for every table and index, two seconds for ours on PostgreSQL; most
tables of a test are empty, and to delete the rows of the others takes milliseconds. Django then
writes the names of all tables and their permissions again, half a second; no test reads them.
"""

from __future__ import annotations

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite

from huiying.base.db.final_rows import protections

RESTART = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
FROM pg_sequences WHERE schemaname = 'public' AND sequencename NOT LIKE 'django_migrations%'
"""


def flush_by_delete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``flush`` delete rows instead of truncating tables."""

    def flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        del style, allow_cascade  # keys to other tables are checked at the end of it all
        rows = [f"DELETE FROM {self.quote_name(table)}" for table in tables]  # noqa: S608
        rows += [RESTART] if reset_sequences else []
        return _without_triggers(rows, "postgresql")

    flush_of_sqlite = Sqlite.ops_class.sql_flush

    def flush_sqlite(self, *args, **how):
        return _without_triggers(flush_of_sqlite(self, *args, **how), "sqlite")

    monkeypatch.setattr(DatabaseOperations, "sql_flush", flush)
    monkeypatch.setattr(Sqlite.ops_class, "sql_flush", flush_sqlite)
    monkeypatch.setattr(
        "django.core.management.commands.flush.emit_post_migrate_signal", lambda *_, **__: None
    )


def _without_triggers(statements: list[str], vendor: str) -> list[str]:
    """Take the triggers away that let nobody delete, and put them back."""
    drops = [sql for row in protections() for sql in row.drop_statements(vendor)]
    creates = [sql for row in protections() for sql in row.create_statements(vendor)]
    return [*drops, *statements, *creates] if statements else []
