"""What a store of files does, and that it may not answer.

In:   names and bytes.    Out:  the same.
Cost: that of the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from errno import EIO
from typing import Protocol


class StoreAway(OSError):
    """The store could not be asked: whether a file is there is not known."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(EIO, why, where)


class FileStore(Protocol):
    """Where files lie; each of its methods raises ``StoreAway`` if it cannot be asked."""

    @property
    def place(self) -> str:
        """Where that is, for an administrator."""

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a name; None if they are gone."""

    def has(self, name: str) -> bool:
        """Tell whether there are bytes of a name."""

    def write(self, name: str, body: bytes) -> None:
        """Write bytes, whole or not at all."""

    def remove(self, name: str) -> None:
        """Remove bytes for good; they may be gone."""

    def names(self, before: datetime) -> Iterator[str]:
        """Yield what was written before a moment."""

    def drop_parts(self, before: datetime) -> None:
        """Remove what killed processes wrote of files before a moment."""
