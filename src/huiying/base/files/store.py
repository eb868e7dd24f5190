"""Encrypted files on disk, each named by the hash of its encrypted bytes.

In:   encrypted bytes, or their address.    Out:  the address, or the bytes.
Cost: one file written and synced; one read and hashed.

An address says nothing of the content, and whatever is read is held against it: a byte that
changed is found.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings

from huiying.base.files.private_folder import make_private_folder

ADDRESS = re.compile(r"[0-9a-f]{64}")
PART = ".part-"  # how the name of a file begins that is not whole


def folder() -> Path:
    """Return where files lie."""
    return Path(settings.DATA_DIR) / "files"


def path_of(blob: str) -> Path:
    """Return where the bytes of an address lie.

    Raises:
        ValueError: If it is no address.
    """
    if not ADDRESS.fullmatch(blob):
        raise ValueError(blob)
    return folder() / blob[:2] / blob


def put(body: bytes) -> str:
    """Write bytes and return their address; what is there already is not written again."""
    blob = hashlib.sha256(body).hexdigest()
    path = path_of(blob)
    if path.exists():
        return blob
    descriptor, name = tempfile.mkstemp(dir=make_private_folder(path.parent), prefix=PART)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(body)
            handle.flush()
            os.fsync(handle.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return blob


def get(blob: str) -> bytes | None:
    """Return the bytes of an address; None if they are gone or no longer the same."""
    try:
        body = path_of(blob).read_bytes()
    except OSError:
        return None
    return body if hashlib.sha256(body).hexdigest() == blob else None


def drop(blob: str) -> None:
    """Remove bytes for good."""
    path_of(blob).unlink(missing_ok=True)


def lying(before: datetime) -> Iterator[str]:
    """Yield the addresses of what was written before a moment."""
    for path in folder().glob("*/*"):
        if ADDRESS.fullmatch(path.name) and path.stat().st_mtime < before.timestamp():
            yield path.name


def drop_parts(before: datetime) -> None:
    """Remove what killed processes wrote of files before a moment: nobody can open it."""
    for path in folder().glob(f"*/{PART}*"):
        with suppress(OSError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
