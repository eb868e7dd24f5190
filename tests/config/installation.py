"""An installation in a folder, and its commands as an administrator runs them.

In:   a folder.    Out:  exit codes and what was said; rows of its database.
Cost: a process a command, which reads the code first unless one was kept warm.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.config.command_server import CommandServer

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "HUIYING_ADMIN_PASSWORD"  # read by the command, not by the settings
STRONG = "云川的较长口令-2026"
SETUP = ("--name", "云川区信访局", "--district", "云川区", "--person", "方知行")


class Installation:
    """An installation in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.database = folder / "huiying.sqlite3"
        self.warm: CommandServer | None = None

    def environment(self) -> dict[str, str]:
        return {
            **{key: value for key, value in os.environ.items() if "HUIYING" not in key},
            "DJANGO_SETTINGS_MODULE": "huiying.config.settings.prod",
            "HUIYING_DATA_DIR": str(self.folder),
            "HUIYING_DATABASE_URL": f"sqlite:///{self.database}",
            "HUIYING_PUBLIC_URL": "https://huiying.example",
            "HUIYING_ALLOWED_HOSTS": "huiying.example,127.0.0.1",
            "PYTHONPATH": str(ROOT / "src"),
            "COLUMNS": "300",
        }

    def run(self, *words: object, **more: str) -> tuple[int, str]:
        """Run one command; return its exit code and what it said, unwrapped."""
        if self.warm is not None and more.keys() <= {PASSWORD}:
            code, said = self.warm.run([str(word) for word in words], more)
        else:
            code, said = self._cold(words, more)
        assert "Traceback" not in said, said
        return code, said

    def _cold(self, words: tuple[object, ...], more: dict[str, str]) -> tuple[int, str]:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-P", "-m", "huiying.config.cli", *map(str, words)],
            env={**self.environment(), **more},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def setup(self, slug: str, username: str, password: str = STRONG) -> tuple[int, str]:
        words = ("--slug", slug, "--username", username, *SETUP)
        return self.run("setup", *words, **{PASSWORD: password})

    def typed(self, *words: object, typed: str) -> tuple[int, str]:
        """Run one command without a terminal; what it asks is answered line by line."""
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-P", "-m", "huiying.config.cli", *map(str, words)],
            env=self.environment(),
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            start_new_session=True,
        )
        return done.returncode, done.stdout + done.stderr

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as base, base:
            return base.execute(statement, values).fetchall()

    def count(self, table: str) -> int:
        return int(str(self.sql(f"select count(*) from {table}")[0][0]))  # noqa: S608
