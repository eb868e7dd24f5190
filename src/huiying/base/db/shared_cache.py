"""A cache that every process of an installation shares, in its database.

In:   keys and small values, such as counters and codes that were used.
Out:  the same for the server, the workers and machines beside it, on either database.
Cost: one query to read, four to write, eight to add; it is for what must be shared.

Django's cache in the database reads a number and writes it back, so two requests at once would
count as one. Here a number is added to while its row is held.
"""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction


class SharedCache(DatabaseCache):
    """Django's cache in the database, with numbers that count each addition."""

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return it.

        The entry is kept for the default time-out from now on.

        Raises:
            ValueError: If there is no such number, or it has expired.
        """
        using = router.db_for_write(self.cache_model_class)
        with transaction.atomic(using=using):  # on SQLite the one writer of this moment
            stored_key = self.make_and_validate_key(key, version=version)
            if connections[using].vendor == "postgresql" and not self._hold(using, stored_key):
                # Another process may make it at this moment, and hold it.
                message = f"Key {key!r} not found"
                raise ValueError(message)
            return int(super().incr(key, delta, version))

    def _hold(self, using: str, stored_key: str) -> bool:
        """Hold the row of a key until the transaction ends; False: there is none."""
        with connections[using].cursor() as cursor:
            table = connections[using].ops.quote_name(self.cache_model_class._meta.db_table)
            cursor.execute(
                f"SELECT 1 FROM {table} WHERE cache_key = %s FOR UPDATE",  # noqa: S608
                [stored_key],
            )
            return cursor.fetchone() is not None
