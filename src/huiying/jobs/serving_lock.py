"""Whether servers or workers of this machine are at work on a SQLite file.

In:   the database of the settings, or a path.    Out:  a lock for as long as a block runs.
Cost: one small file beside the database.

Whoever serves or works holds the lock together with the others; who needs the file to stand
still takes it alone. The lock ends with its process, however that ends. PostgreSQL needs none.
"""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

_IN_MEMORY = re.compile(r"^:memory:$|[?&]mode=memory")


@contextmanager
def at_work() -> Iterator[bool]:
    """Hold the lock together with other servers and workers; yield whether they may work."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or _IN_MEMORY.search(name):
        yield True
        return
    with _locked(Path(name), fcntl.LOCK_SH) as held:
        yield held


@contextmanager
def standing_still(database: Path) -> Iterator[bool]:
    """Keep servers and workers of this machine out; yield whether none is at work."""
    with _locked(database, fcntl.LOCK_EX) as held:
        yield held


@contextmanager
def _locked(database: Path, kind: int) -> Iterator[bool]:
    try:
        file = database.with_name(f".{database.name}-at-work").open("a")
    except OSError:  # who cannot write there holds nobody up; other doors say what is wrong
        yield True
        return
    with file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
