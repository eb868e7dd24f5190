"""A second copy of every backup in a folder of another machine, such as a mounted share.

In:   a backup that was written.    Out:  the same bytes there, and their SHA-256 beside them.
Cost: one read and one write of the file, and one read of the copy.

The copy is written under another name, read back, compared and renamed, so that a share that
fails half-way leaves no file that looks whole. ``sha256sum -c FILE.sha256`` checks it there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from huiying.jobs.backup.errors import CannotBackUp

CHUNK = 1 << 20
PART = ".part-"


def copy_folder() -> Path | None:
    """Return where copies go; None when there is no such setting."""
    return Path(settings.BACKUP_COPY_DIR) if settings.BACKUP_COPY_DIR else None


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_hash(path: Path, value: str) -> Path:
    """Write the SHA-256 of a file beside it, in the form of ``sha256sum``."""
    beside = path.with_name(f"{path.name}.sha256")
    part = beside.with_name(f"{PART}{beside.name}")
    part.write_text(f"{value}  {path.name}\n", "utf-8")
    part.replace(beside)
    return beside


def stated_hash(path: Path) -> str:
    """Return the SHA-256 that stands beside a file; "" if none does."""
    try:
        return path.with_name(f"{path.name}.sha256").read_text("utf-8").split(maxsplit=1)[0]
    except (OSError, ValueError, IndexError):
        return ""


def copy_away(source: Path, value: str) -> Path:
    """Copy a backup to the second folder; a copy that is there and whole is left as it is.

    Args:
        value: The SHA-256 that the file had when it was written.

    Raises:
        CannotBackUp: If the folder is not there, the disk is full, or the copy differs.
    """
    folder = copy_folder()
    if folder is None:
        raise CannotBackUp("没有设置 HUIYING_BACKUP_COPY_DIR。")
    if not folder.is_dir():  # never made: an empty mount point would be this machine's own disk
        raise CannotBackUp(f"异地副本的目录 {folder} 不在，可能没有挂上。")
    target, part = folder / source.name, folder / f"{PART}{source.name}"
    try:
        if target.exists() and stated_hash(target) == value == hash_of(target):
            return target
        with source.open("rb") as reading, part.open("wb") as writing:
            shutil.copyfileobj(reading, writing, CHUNK)
            writing.flush()
            os.fsync(writing.fileno())
        if hash_of(part) != value:
            raise CannotBackUp(f"写到 {folder} 的副本和原件不一致，没有采用。")
        part.replace(target)
        write_hash(target, value)
    except OSError as error:
        raise CannotBackUp(f"副本没有写成：{error.strerror or error}（{folder}）。") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return target
