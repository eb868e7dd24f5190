"""A large file on disk that is encrypted while it is written, and read back piece by piece.

In:   bytes as they come.    Out:  the file; its plain size and SHA-256; the bytes again.
Cost: one megabyte of memory, and the time of the cipher (``base/files/ciphers.py``).

Pieces of one megabyte, each encrypted under one key of the file, its number in the nonce; the
last one is marked, so that a file that was cut off does not open.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm

from huiying.base.files.ciphers import NONCE, TAG, WRAPPED, cipher_of, new_key
from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed, reseal_key, seal

PIECE = 1 << 20
MORE, LAST = b"more", b"last"


class SealedWriter(io.RawIOBase):
    """What is written goes encrypted into a file; ``finish`` ends it."""

    def __init__(self, target: BinaryIO) -> None:
        super().__init__()
        self._target = target
        self.key = new_key()
        self._cipher = cipher_of(self.key)
        self._waiting = bytearray()
        self._number = 0
        self._hash = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        """Tell that it takes bytes; it cannot seek."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # any buffer
        """Take bytes."""
        self._hash.update(data)
        self.size += len(data)
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), MORE)
            del self._waiting[:PIECE]
        return len(data)

    def finish(self) -> None:
        """Write what waits as the last piece."""
        self._put(bytes(self._waiting), LAST)
        self._waiting.clear()

    @property
    def sha256(self) -> str:
        """The hash of all bytes that were taken."""
        return self._hash.hexdigest()

    def _put(self, piece: bytes, mark: bytes) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number), piece, mark))
        self._number += 1


def read_sealed(path: Path, key: bytes) -> Iterator[bytes]:
    """Yield the plain bytes of a file.

    Raises:
        CannotOpen: If a piece is not as it was written, or the end is missing.
        OSError: If the file is gone.
    """
    cipher, number = cipher_of(key), 0
    with path.open("rb") as source:
        piece = source.read(PIECE + TAG)
        while piece:
            after = source.read(PIECE + TAG)
            try:
                yield cipher.decrypt(_nonce(number), piece, MORE if after else LAST)
            except (InvalidTag, UnsupportedAlgorithm) as error:
                raise CannotOpen from error
            piece, number = after, number + 1


def seal_key(bureau_id: int, key: bytes) -> bytes:
    """Return the key of a file, sealed under the installation's secret."""
    sealed = seal(bureau_id, key)
    return sealed.key + sealed.body


def open_key(bureau_id: int, stored: bytes) -> bytes:
    """Return the key of a file.

    Raises:
        CannotOpen: If the secret is another one.
    """
    return open_sealed(bureau_id, Sealed(stored[:WRAPPED], stored[WRAPPED:]))


def reseal_stored_key(bureau_id: int, stored: bytes) -> bytes | None:
    """Return what ``seal_key`` returned, under the secret in force; None if it is already.

    Raises:
        CannotOpen: If no secret of the installation opens it.
    """
    key = reseal_key(bureau_id, stored[:WRAPPED])
    return None if key is None else key + stored[WRAPPED:]


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE, "big")
