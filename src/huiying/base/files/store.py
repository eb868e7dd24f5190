"""Encrypted files, each named by the hash of its encrypted bytes: in a folder, or at an S3.

In:   encrypted bytes, or their address.    Out:  the address, or the bytes.
Cost: one file written and synced, or one request; one read and hashed.

An address says nothing of the content, and whatever is read is held against it: a byte that
changed is found. ``HUIYING_FILES_URL`` says where they lie, by default in ``DATA_DIR/files``. A
store that does not answer is not one that lost something: it raises ``StoreAway``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from huiying.base.files.file_store import FileStore, StoreAway
from huiying.base.files.folder_store import FolderStore

__all__ = [
    "StoreAway",
    "drop",
    "drop_parts",
    "get",
    "lying",
    "place",
    "put",
    "read_mark",
    "write_mark",
]

ADDRESS = re.compile(r"[0-9a-f]{64}")
MARK = ".installation"  # beside the files: whose they are


def put(body: bytes) -> str:
    """Write bytes and return their address; what is there already is not written again."""
    blob = hashlib.sha256(body).hexdigest()
    if not _store().has(blob):
        _store().write(blob, body)
    return blob


def get(blob: str) -> bytes | None:
    """Return the bytes of an address; None if they are gone or no longer the same."""
    body = _store().read(_checked(blob))
    return body if body is not None and hashlib.sha256(body).hexdigest() == blob else None


def drop(blob: str) -> None:
    """Remove bytes for good."""
    _store().remove(_checked(blob))


def lying(before: datetime) -> Iterator[str]:
    """Yield the addresses of what was written before a moment."""
    return (name for name in _store().names(before) if ADDRESS.fullmatch(name))


def drop_parts(before: datetime) -> None:
    """Remove what killed processes wrote of files before a moment: nobody can open it."""
    _store().drop_parts(before)


def place() -> str:
    """Return where files lie, for an administrator."""
    return _store().place


def read_mark() -> str:
    """Return the mark beside the files; "" if there is none.

    Raises:
        StoreAway: If the store does not answer.
    """
    return (_store().read(MARK) or b"").decode("ascii", "replace").strip()


def write_mark(mark: str) -> None:
    """Write the mark beside the files."""
    _store().write(MARK, mark.encode("ascii"))


def _checked(blob: str) -> str:
    if not ADDRESS.fullmatch(blob):
        raise ValueError(blob)
    return blob


def _store() -> FileStore:
    return _of(settings.FILES_URL, str(settings.DATA_DIR))


@lru_cache(maxsize=4)
def _of(url: str, data: str) -> FileStore:
    if url:
        if find_spec("storages") is None:
            raise ImproperlyConfigured(
                "设了 HUIYING_FILES_URL，却没有安装所需的组件。"
                "请运行 pip install 'huiying[cluster]'。"
            )
        from huiying.base.files.s3_store import S3Store  # noqa: PLC0415 - of the extra cluster

        return S3Store(url)
    return FolderStore(Path(data) / "files")
