"""A database with its tables and no rows, made once for each process and copied for each house.

In:   the path of a database that is not there yet.
Out:  the same as ``huiying setup`` makes.
Cost: some seconds the first time, then a copied file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

SRC = Path(__file__).resolve().parents[1] / "src"
MIGRATE = """
from huiying.config.commands._django import migrate, ready
ready(migrated=False)
migrate()
"""


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "huiying.config.settings.test",
            "HUIYING_TEST_DATABASE_URL": f"sqlite:///{path}",
            "PYTHONPATH": str(SRC),
        }
        words = [sys.executable, "-c", MIGRATE]
        subprocess.run(words, env=environment, check=True)  # noqa: S603 - our own words
        return path.read_bytes()


def new_database(path: Path) -> None:
    """Make an empty database there."""
    path.write_bytes(_empty())
