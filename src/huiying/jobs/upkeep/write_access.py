"""Where this installation writes, and which of these places cannot be written.

In:   settings.    Out:  places that are read-only, or somebody else's.
Cost: a look at ten places; ``can_write`` writes and deletes a small file.

A disk with errors becomes read-only, and a command that root ran leaves files that the account
of the server cannot change: pages are shown then, and nothing is kept.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

PROBE_BYTES = 1 << 16
ENOUGH_BYTES = 1 << 30  # that should be free
DATA_SUBFOLDERS = (".backup-lock", "backups", "files", "imports")  # in the data folder


def unwritable_places() -> list[Path]:
    """Return what is there and cannot be written: folder and database before the rest."""
    return [place for place in _places() if _is_there(place) and not os.access(place, os.W_OK)]


def _is_there(place: Path) -> bool:
    """Tell whether a place is there, or lies where we may not look."""
    try:
        return place.exists()
    except PermissionError:
        return True


def stops_all_work(place: Path) -> bool:
    """Tell whether nothing at all is kept while a place cannot be written."""
    return place in set(_needed())


def can_write() -> bool:
    """Tell whether what is done here is kept; a disk that is full keeps nothing either.

    Of PostgreSQL's own disk nothing is known; that it only reads is asked.

    Raises:
        DatabaseError: If the database does not answer.
    """
    if any(map(stops_all_work, unwritable_places())):
        return False
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as probe:
            probe.write(bytes(PROBE_BYTES))
            probe.flush()
    except OSError:
        return False
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")  # on: a standby, or set so
        return bool(cursor.fetchone() == ("off",))


def free_bytes() -> int:
    """Return what is left of the disk that the data lie on."""
    return shutil.disk_usage(settings.DATA_DIR).free


def unwritable_message(places: list[Path]) -> str:
    """Say it to who can mend it."""
    named = "、".join(map(str, places))
    return f"写不进去：{named}。只读，或属于别的账号。请检查磁盘、属主和权限。"


def _needed() -> Iterator[Path]:
    yield Path(settings.DATA_DIR)
    base = settings.DATABASES["default"]
    if "sqlite" in base["ENGINE"]:
        yield from (Path(f"{base['NAME']}{end}") for end in ("", "-wal", "-shm"))


def _places() -> Iterator[Path]:
    yield from _needed()
    yield from (Path(settings.DATA_DIR) / name for name in DATA_SUBFOLDERS)
    if settings.BACKUP_DIR:
        yield Path(settings.BACKUP_DIR)
