"""Backups that are not complete yet: how they are called, and which of them nobody writes.

In:   a folder.    Out:  a name of one's own; parts of killed processes are gone.
Cost: one look into the folder; one or two small files of /proc for each part.

A part is as large as a backup and nobody sees it: an hour of backups that are killed must not
fill the disk. Its name says which process writes it. Of another machine, or where that cannot
be known, its age decides.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from huiying.jobs.stream.process_name import has_ended, this_process

PARTIAL_PREFIX = ".backup-"
_COLON = "+"  # in names of files, where some file systems take no colon


def part_prefix() -> str:
    """Return how the parts of this process are called."""
    return f"{PARTIAL_PREFIX}{this_process().replace(':', _COLON)}-"


def drop_parts(folder: Path, *, before: datetime | None = None) -> None:
    """Delete the parts whose process has ended.

    Args:
        before: Delete also what nobody wrote to since then, whoever began it.
    """
    for path in folder.glob(f"{PARTIAL_PREFIX}*"):
        with suppress(OSError):  # another one deleted it, or it is another account's
            if _is_left(path) or (before and path.stat().st_mtime < before.timestamp()):
                path.unlink()


def _is_left(path: Path) -> bool:
    writer, dash, _random = path.name.removeprefix(PARTIAL_PREFIX).rpartition("-")
    return bool(dash) and has_ended(writer.replace(_COLON, ":"))
