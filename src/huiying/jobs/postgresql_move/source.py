"""The SQLite file that is moved: read, never written.

In:   its path.    Out:  rows in batches, counts, highest keys, one hash of the whole file.
Cost: one read of the file for each hash, about a second a gigabyte.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from huiying.jobs.database_tables.tables import DatabaseTable
from huiying.jobs.postgresql_move.errors import CannotMove

BEFORE_ALL = -(1 << 63)  # rows have numbers above it
CHUNK = 1 << 20


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a database: of its file and of the log that belongs to it."""
    digest = hashlib.sha256()
    for one in (path, path.with_name(f"{path.name}-wal")):
        with suppress(FileNotFoundError), one.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[SQLiteSource]:
    """Open a database so that nothing can be written, and read it as it is at one moment.

    Raises:
        CannotMove: If it is not there, is no database, or is damaged.
    """
    if not path.is_file():
        raise CannotMove(f"没有找到原来的数据库 {path}。请检查 HUIYING_DATA_DIR。")
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        base.execute("PRAGMA query_only=ON")
        base.execute("BEGIN")
        yield SQLiteSource(base)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise
        raise CannotMove(f"原来的数据库 {path} 读不出来：{error}。没有改动它。") from error
    finally:
        base.close()


class SQLiteSource:
    """An open database; every read sees the same moment."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def tables(self) -> set[str]:
        """Return the names of its tables."""
        rows = self._base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {row[0] for row in rows}

    def applied_migrations(self) -> set[tuple[str, str]]:
        """Return which migrations it has; none of a file without tables."""
        if "django_migrations" not in self.tables():
            return set()
        return set(self._base.execute("SELECT app, name FROM django_migrations"))

    def has_bureaus(self) -> bool:
        """Tell whether there is a bureau, and so accounts and records."""
        return self._base.execute("SELECT 1 FROM accounts_bureau").fetchone() is not None

    def has_account(self, login: str, roles: Sequence[str]) -> bool:
        """Tell whether an account is in use and has one of these roles."""
        row = self._base.execute(
            "SELECT 1 FROM accounts_officer AS o JOIN accounts_rolegrant AS g"
            " ON g.officer_id = o.id WHERE o.username = ? AND o.is_active"
            " AND g.role IN (SELECT value FROM json_each(?))",
            [login, json.dumps([str(role) for role in roles])],
        ).fetchone()
        return row is not None

    def count(self, table: DatabaseTable) -> int:
        """Return how many rows a table has."""
        found = self._base.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()  # noqa: S608
        return int(found[0])

    def last_given(self, table: DatabaseTable) -> int:
        """Return the highest key that a table ever gave; 0 if it gives none."""
        if "sqlite_sequence" not in self.tables():
            return 0
        row = self._base.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]
        ).fetchone()
        return int(row[0]) if row else 0

    def batch(self, table: DatabaseTable, after: int, size: int) -> Iterator[tuple[Any, ...]]:
        """Yield rows after a number, each behind its number, in their order."""
        return self._base.execute(
            f'SELECT rowid, {table.column_list} FROM "{table.name}"'  # noqa: S608 - our names
            " WHERE rowid > ? ORDER BY rowid LIMIT ?",
            [after, size],
        )

    def in_order(self, table: DatabaseTable) -> Iterator[tuple[Any, ...]]:
        """Yield all rows in the order of their keys."""
        key = table.columns[table.key].name
        return self._base.execute(
            f'SELECT {table.column_list} FROM "{table.name}" ORDER BY "{key}"'  # noqa: S608
        )
