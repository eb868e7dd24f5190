"""An installation of one's own for a run of faults: folder, database, environment.

In:   nothing, or the address of a PostgreSQL server on which databases may be made.
Out:  the environment of a process that works on a fresh installation.
Cost: the migrations once, then a copied file, or a database made after the first.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

CHECKOUT = Path(__file__).resolve().parents[2]
PREPARE = (
    "from huiying.config.commands._django import ready, migrate\n"
    "ready(migrated=False)\nmigrate()\n"
)


@dataclass
class Stage:
    """Where installations are made; the first has its tables by migrations, others copy it."""

    folder: Path
    server: str = ""  # postgres://user@host:port/ or nothing for SQLite
    name: str = field(default_factory=lambda: f"huiying_faults_{secrets.token_hex(3)}")
    made: list[str] = field(default_factory=list)

    def new(self, label: str, *, tables: bool = True) -> dict[str, str]:
        """Return the environment of a new installation.

        Args:
            tables: Whether it has those of this version; else the database is empty.
        """
        home = self.folder / label
        home.mkdir()
        environment = self._environment(home, self._empty(label, home))
        if not tables:
            return environment
        first = self.folder / "first"
        if not first.exists():
            first.mkdir()
            words = [sys.executable, "-c", PREPARE]
            template = self._environment(first, self._empty("first", first))
            subprocess.run(words, env=template, check=True)
        self._copy("first", label)
        for path in first.iterdir():
            if path.is_dir():
                shutil.copytree(path, home / path.name)
            elif "sqlite3" not in path.name:
                shutil.copy(path, home / path.name)
        return environment

    def again(self, source: str, label: str) -> None:
        """Put the database of another installation in the place of this one's."""
        self._copy(source, label)

    def _empty(self, label: str, home: Path) -> str:
        if not self.server:
            return f"sqlite:///{home / 'huiying.sqlite3'}"
        self._on_server(f'CREATE DATABASE "{self.name}_{label}"')
        self.made.append(f"{self.name}_{label}")
        return f"{self.server.rstrip('/')}/{self.name}_{label}"

    def _copy(self, source: str, label: str) -> None:
        if self.server:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}_{label}" WITH (FORCE)')
            self._on_server(
                f'CREATE DATABASE "{self.name}_{label}" TEMPLATE "{self.name}_{source}"'
            )
            return
        target = self.folder / label / "huiying.sqlite3"
        for suffix in ("", "-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        origin = self.folder / source / target.name
        with closing(sqlite3.connect(origin)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)  # with what a killed process left in the log of the old one
            new.execute("PRAGMA journal_mode = WAL")

    def _environment(self, home: Path, address: str) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "huiying.config.settings.prod",
            "HUIYING_DATA_DIR": str(home),
            "HUIYING_DATABASE_URL": address,
            "HUIYING_HTTPS": "false",
            "HUIYING_ALLOWED_HOSTS": "127.0.0.1,testserver",
            "HUIYING_FETCH_ALLOW_PRIVATE": "127.0.0.1",
            "HUIYING_LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": f"{CHECKOUT / 'src'}{os.pathsep}{CHECKOUT}",
            "OMP_NUM_THREADS": "1",  # a child has one thread, so that it can be forked
        }

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(self.server, dbname="postgres", autocommit=True) as link:
            link.execute(statement)  # type: ignore[arg-type]

    def drop(self) -> None:
        """Remove the databases."""
        for name in self.made:
            with suppress(psycopg.Error):
                self._on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def stage(server: str = "") -> Iterator[Stage]:
    """Make room for installations, and clear it away."""
    with tempfile.TemporaryDirectory(
        prefix="huiying-faults-", ignore_cleanup_errors=True
    ) as folder:
        made = Stage(Path(folder), server)
        try:
            yield made
        finally:
            made.drop()
