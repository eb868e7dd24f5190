"""Several people at once: threads with connections of their own, on a real database.

The test database of SQLite lives in memory; a crowd works on a copy of it in a file, with the
product's own settings (WAL, IMMEDIATE). The file is in WAL before anybody comes: of two that
change the mode of a file at the same moment, SQLite refuses one without waiting. On PostgreSQL
a crowd works on the test database itself.
"""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection, connections

from tests.polling import LONG


@pytest.fixture
def crowd(transactional_db, tmp_path):
    """Return ``run(*acts)``: every act starts at the same moment in a thread of its own."""
    name = connection.settings_dict["NAME"]

    def run(*acts):
        nonlocal name
        if connection.vendor == "sqlite" and not str(name).startswith(str(tmp_path)):
            name = str(tmp_path / "crowd.sqlite3")
            connection.ensure_connection()
            with closing(sqlite3.connect(name)) as copy:
                connection.connection.backup(copy)
                copy.execute("PRAGMA journal_mode=WAL")
        gate = threading.Barrier(len(acts))

        def start(act):
            mine = connections["default"]
            mine.settings_dict = {**mine.settings_dict, "NAME": name}
            try:
                mine.ensure_connection()
                gate.wait(timeout=LONG)
                return act()
            finally:
                mine.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(start, acts))

    return run
