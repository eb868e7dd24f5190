"""Backups that are not complete yet: how they are called, and which of them nobody writes.

In:   a folder.    Out:  a name of one's own; parts of killed processes are gone.
Cost: one look into the folder; one or two small files of /proc for each part.

A part is as large as a backup and nobody sees it: an hour of backups that are killed must not
fill the disk. Its name says which process writes it. Of another machine, or where that cannot
be known, its age decides.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from huiying.jobs.stream.process_name import has_ended, this_process

PARTIAL_PREFIX = ".backup-"
_COLON = "="  # in names: some file systems take no colon, an address of SQLite no plus


def part_prefix(kind: str = PARTIAL_PREFIX) -> str:
    """Return how the parts of this process are called."""
    return f"{kind}{this_process().replace(':', _COLON)}-"


def drop_parts(
    folder: Path, *, kind: str = PARTIAL_PREFIX, before: datetime | None = None
) -> None:
    """Delete the parts whose process has ended: files, or folders with what is in them.

    Args:
        kind: How their names begin.
        before: Delete also what nobody wrote to since then, whoever began it.
    """
    for path in folder.glob(f"{kind}*"):
        with suppress(OSError):  # another one deleted it, or it is another account's
            if _is_left(path, kind) or (before and path.stat().st_mtime < before.timestamp()):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()


def _is_left(path: Path, kind: str) -> bool:
    writer, dash, _random = path.name.removeprefix(kind).rpartition("-")
    return bool(dash) and has_ended(writer.replace(_COLON, ":"))
