"""Compare both databases row by row, in the order of keys.

In:   the source, a table, the database of the settings.
Out:  how many rows each has, one hash of each side, the key of the first row that differs.
Cost: one read of each table on both sides; memory for a few thousand rows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import zip_longest

from django.db import transaction

from huiying.jobs.database_tables.reading import rows_in_order
from huiying.jobs.database_tables.tables import DatabaseTable, read_row, row_hash
from huiying.jobs.postgresql_move.source import SQLiteSource


@dataclass(frozen=True, slots=True)
class TableComparison:
    """What a comparison of one table found; ``first`` is a key, None when nothing differs."""

    table: str
    rows: tuple[int, int]  # in SQLite, in PostgreSQL
    hashes: tuple[str, str]
    first: object | None = None

    @property
    def same(self) -> bool:
        """Tell whether both sides hold the same rows."""
        return self.hashes[0] == self.hashes[1] and self.rows[0] == self.rows[1]


def compare(source: SQLiteSource, table: DatabaseTable) -> TableComparison:
    """Compare one table."""
    counts, digests = [0, 0], (hashlib.sha256(), hashlib.sha256())
    first: object | None = None
    old_rows = (read_row(table, row) for row in source.in_order(table))
    with transaction.atomic():
        for pair in zip_longest(old_rows, rows_in_order(table)):
            hashes = [row_hash(table, row) if row is not None else b"" for row in pair]
            for side in (0, 1):
                counts[side] += pair[side] is not None
                digests[side].update(hashes[side])
            if hashes[0] != hashes[1] and first is None:
                first = min(
                    (row[table.key] for row in pair if row is not None),
                    key=str,
                )
    old, new = (one.hexdigest() for one in digests)
    return TableComparison(table.name, (counts[0], counts[1]), (old, new), first)
