"""Read stored files: their state and their content.

In:   a file that an access function of its owner returned.    Out:  its state, its bytes.
Cost: one read of the file; states and bytes are looked at on disk each time, never remembered.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from huiying.base.files import store
from huiying.base.files.kinds import Kind
from huiying.base.files.models import StoredFile
from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed


class FileState(StrEnum):
    """How a file stands at this moment."""

    WHOLE = "WHOLE"
    MISSING = "MISSING"  # gone from disk, or its bytes are no longer the same
    LOCKED = "LOCKED"  # the installation's secret is another one
    ERASED = "ERASED"
    AWAY = "AWAY"  # the store did not answer: on a page, for the moment


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it is now; ``data`` is empty unless it is whole."""

    state: FileState
    data: bytes = b""


def open_file(row: StoredFile) -> Opened:
    """Read a file and hold it against its hash.

    Raises:
        StoreAway: If the store does not answer, so that nothing is known of it.
    """
    if row.data_key is None:
        return Opened(FileState.ERASED)
    body = store.get(row.blob)
    if body is None:
        return Opened(FileState.MISSING)
    try:
        data = open_sealed(row.bureau_id, Sealed(bytes(row.data_key), body))
    except CannotOpen:
        return Opened(FileState.LOCKED)
    if hashlib.sha256(data).hexdigest() != row.sha256:
        return Opened(FileState.MISSING)
    return Opened(FileState.WHOLE, data)


def open_for_page(row: StoredFile) -> Opened:
    """Read a file for who looks at a page, which says that the store does not answer."""
    try:
        return open_file(row)
    except store.StoreAway:
        return Opened(FileState.AWAY)


def newest_file_state() -> FileState:
    """Return how the newest file not known to be lost stands; WHOLE if there is none."""
    rows = StoredFile.objects.filter(data_key__isnull=False, broken_at__isnull=True)
    row = rows.order_by("-pk").first()
    return FileState.WHOLE if row is None else open_file(row).state


def addresses_in_use() -> list[str]:
    """Return the addresses of every file that still has its key."""
    rows = StoredFile.objects.filter(data_key__isnull=False)
    return list(rows.order_by("pk").values_list("blob", flat=True))


def media_type_of(row: StoredFile) -> str:
    """Return the media type under which a file is served."""
    return Kind(row.kind).media_type
