"""A database with its tables and no rows, made once for each process and copied for each house.

In:   the path of a database that is not there yet.
Out:  the same as ``huiying setup`` makes.
Cost: some seconds the first time, then a copied file.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import connection

CHECKOUT = Path(__file__).resolve().parents[1]
MAKE = """
import django
django.setup()
from tests.tables import make_tables
make_tables()
"""


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "huiying.config.settings.test",
            "HUIYING_TEST_DATABASE_URL": f"sqlite:///{path}",
            "PYTHONPATH": f"{CHECKOUT / 'src'}{os.pathsep}{CHECKOUT}",
        }
        words = [sys.executable, "-c", MAKE]
        subprocess.run(words, env=environment, check=True)  # noqa: S603 - our own words
        return path.read_bytes()


def new_database(path: Path) -> None:
    """Make an empty database there."""
    path.write_bytes(_empty())


@contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """Make a database without tables beside that of the tests; yield the environment for it."""
    mine = connection.settings_dict
    address = f"sqlite:///{folder / 'own.sqlite3'}"
    name = f"{mine['NAME']}_{secrets.token_hex(4)}"
    if connection.vendor == "postgresql":
        address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format_map(mine) + name
        _on_server(f"CREATE DATABASE {name}")
    try:
        yield {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "huiying.config.settings.test",
            "HUIYING_TEST_DATABASE_URL": address,
            "PYTHONPATH": f"{CHECKOUT / 'src'}{os.pathsep}{CHECKOUT}",
        }
    finally:
        if connection.vendor == "postgresql":
            _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
