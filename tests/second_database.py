"""What makes the second run of the tests, on PostgreSQL, short, and emptying tables on both.

In:   ``HUIYING_TESTS=database``: only tests that use the database of Django, and ask it what no
      other test asks (``any_database`` says so; of screens ``tests.query_log`` finds out).
Out:  the others deselected; tables emptied by DELETE, and left empty.
Cost: none.

TRUNCATE makes new files for every table and index, two seconds for ours; most tables of a test
are empty, and to delete the rows of the others takes milliseconds. Django then writes the names
of all tables and what may be done to them again, half a second; nobody here reads them.
"""

from __future__ import annotations

import os

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.query_log import redundant_tests

RESTART = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
FROM pg_sequences WHERE schemaname = 'public' AND sequencename NOT LIKE 'django_migrations%'
"""


def keep_tests_of_the_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what would learn nothing from another database, if that is asked for."""
    if os.environ.get("HUIYING_TESTS") != "database":
        return
    using = [item for item in items if _uses_database(item)]
    told = redundant_tests(using)
    kept = {item.nodeid for item in using} - told
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in using if item.nodeid in kept]


def _uses_database(item: pytest.Item) -> bool:
    named = getattr(item, "fixturenames", ())
    uses = "django_db_setup" in named or item.get_closest_marker("django_db") is not None
    return uses and item.get_closest_marker("any_database") is None


def empty_by_delete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``flush``, after tests and in them, delete rows instead of truncating tables."""

    def flush(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        del style, allow_cascade  # keys to other tables are checked at the end of it all
        rows = [f"DELETE FROM {self.quote_name(table)}" for table in tables]  # noqa: S608
        return [*rows, *([RESTART] if reset_sequences else [])]

    monkeypatch.setattr(DatabaseOperations, "sql_flush", flush)
    monkeypatch.setattr(
        "django.core.management.commands.flush.emit_post_migrate_signal", lambda *_, **__: None
    )
