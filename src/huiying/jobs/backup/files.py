"""The encrypted files of a backup: beside the rows, each under the hash of its own bytes.

In:   the archive of a backup, open for writing or reading.    Out:  files in it, or on disk.
Cost: one read of every file; memory for one file.

The keys are in the rows. A file that was erased before has none, and its bytes are not here.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from huiying.base.files import store

FOLDER = "files/"


def add_files(archive: tarfile.TarFile, blobs: Iterable[str]) -> int:
    """Add files to a backup; return how many were missing or damaged on disk."""
    missing = 0
    for blob in blobs:
        body = store.get(blob)
        if body is None:
            missing += 1
            continue
        info = tarfile.TarInfo(f"{FOLDER}{blob}")
        info.size = len(body)
        info.mode = 0o600
        archive.addfile(info, io.BytesIO(body))
    return missing


def damaged_file(source: Path) -> str:
    """Return the name of a file of a backup that is not what its name says; "" if none."""
    for name, body in _files(source):
        if hashlib.sha256(body).hexdigest() != name:
            return name
    return ""


def put_files(source: Path) -> int:
    """Write the files of a backup to disk; return how many."""
    return sum(1 for _name, body in _files(source) if store.put(body))


def _files(source: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(source, "r:gz") as archive:
        for member in archive:
            if member.name.startswith(FOLDER):
                handle = archive.extractfile(member)
                yield member.name.removeprefix(FOLDER), handle.read() if handle else b""
