"""What somebody can do who owns the database: change rows that the triggers protect.

In:   statements.    Out:  the rows as he left them; the triggers are there again.
Cost: some milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from huiying.base.db.final_rows import drop_protections, install_protections


@contextmanager
def triggers_dropped() -> Iterator[None]:
    """Take the triggers away for a while, as the owner of a database can."""
    connection.check_constraints()  # PostgreSQL drops none while keys wait to be checked
    drop_protections(connection)
    try:
        yield
    finally:
        connection.check_constraints()
        install_protections(connection)


def tamper(sql: str, *params: object) -> int:
    """Execute one statement below the application; return how many rows it changed."""
    with triggers_dropped(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
