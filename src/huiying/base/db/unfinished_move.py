"""Whether a PostgreSQL database is half of a move from SQLite, and so not fit for work yet.

In:   a connection.    Out:  yes or no; the name of the table that says so.
Cost: one look into the catalogue of PostgreSQL, none on SQLite.

The table stands from the first moment of a move to the last one (``jobs/postgresql_move``).
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

MOVE_TABLE = "huiying_move"
MOVED_TABLES = "huiying_moved_table"


def has_unfinished_move(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether a move into this database was begun and has not ended."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [MOVE_TABLE])
        return bool(cursor.fetchone()[0])
