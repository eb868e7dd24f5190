"""Backups that are not complete yet: how they are called, and which of them nobody writes.

In:   a folder.    Out:  a name of one's own; parts of killed processes are gone.
Cost: one look into the folder; one or two small files of /proc for each part.

A part is as large as a backup and nobody sees it: an hour of backups that are killed must not
fill the disk. Its name says which process writes it. Of another machine, or where that cannot
be known, its age decides.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from huiying.base.files.private_folder import make_private_folder
from huiying.jobs.stream.process_name import has_ended, this_process

PARTIAL_PREFIX = ".backup-"
_COLON = "="  # in names: some file systems take no colon, an address of SQLite no plus


def part_prefix(kind: str = PARTIAL_PREFIX) -> str:
    """Return how the parts of this process are called."""
    return f"{kind}{this_process().replace(':', _COLON)}-"


@contextmanager
def written_whole(target: Path, *, kind: str = PARTIAL_PREFIX) -> Iterator[BinaryIO]:
    """Yield a file that gets the name of the target once it is complete and synced.

    What fails or is killed leaves nothing under that name; its owner alone can read it.

    Raises:
        OSError: If the disk is full or the folder cannot be written.
    """
    drop_parts(target.parent, kind=kind)
    descriptor, name = tempfile.mkstemp(
        dir=make_private_folder(target.parent), prefix=part_prefix(kind)
    )
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


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
