"""An export that is read: a .zip, an encrypted one, or the folder that it was unpacked into.

In:   a path, and the key that opens it if it is encrypted.    Out:  its members as streams.
Cost: an encrypted one is first written decrypted into the data folder, and dropped after.

Everything is read and held against the manifest before anything is loaded.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from huiying.jobs.backup.copies import hash_of, stated_hash
from huiying.jobs.backup.encryption import opened as decrypted
from huiying.jobs.data_export.errors import CannotLoad
from huiying.jobs.data_export.manifest import (
    FILES,
    FILES_FOLDER,
    MANIFEST,
    Manifest,
    read_manifest,
)

CHUNK = 1 << 20
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class ExportSource:
    """The members of an export."""

    place: Path
    zip: zipfile.ZipFile | None  # None = a folder

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        """Yield a member as a stream.

        Raises:
            CannotLoad: If it is not there.
        """
        try:
            handle = self.zip.open(name) if self.zip else (self.place / name).open("rb")
        except (KeyError, FileNotFoundError) as error:
            raise CannotLoad(f"缺少文件 {name}，导出不完整。") from error
        with handle:
            yield handle

    def read(self, name: str) -> bytes:
        """Return a small member."""
        with self.member(name) as handle:
            return handle.read()

    def hash_of(self, name: str) -> str:
        """Return the SHA-256 of a member.

        Raises:
            CannotLoad: If it is not there, or cannot be read.
        """
        digest = hashlib.sha256()
        try:
            with self.member(name) as handle:
                while chunk := handle.read(CHUNK):
                    digest.update(chunk)
        except DAMAGED as error:
            raise CannotLoad(f"文件 {name} 已损坏或被改动，读不出来。") from error
        return digest.hexdigest()


@contextmanager
def opened(path: Path, key: Path | None) -> Iterator[ExportSource]:
    """Open an export.

    Raises:
        CannotLoad: If it is none, is damaged, or differs from the hash beside it.
        CannotBackUp: If the key is missing or wrong.
        OSError: If it cannot be read.
    """
    if path.is_dir():
        yield ExportSource(path, None)
        return
    if (stated := stated_hash(path)) and stated != hash_of(path):
        raise CannotLoad(f"{path} 与旁边 .sha256 记载的校验值不符，已损坏或被改动。")
    with decrypted(path, key) as plain:
        try:
            archive = zipfile.ZipFile(plain)
        except DAMAGED as error:
            raise CannotLoad(
                f"{path} 不是完整的 .zip：只写了一半、传输出错或已损坏。"
            ) from error
        with archive:
            yield ExportSource(path, archive)


def stated_manifest(source: ExportSource) -> Manifest:
    """Return what an export says of itself, which nobody compared with it yet.

    Raises:
        CannotLoad: If it cannot be read, or is of another version.
    """
    try:
        text = source.read(MANIFEST)
    except DAMAGED as error:
        raise CannotLoad(f"{MANIFEST} 读不出来，已损坏或被改动。") from error
    return read_manifest(text)


def checked_manifest(source: ExportSource) -> Manifest:
    """Return the manifest of an export of which every byte is as it was written.

    Raises:
        CannotLoad: If a file is missing or another one, or the export is of another version.
    """
    manifest = stated_manifest(source)
    hashes = {**manifest.documents, **{one.file: one.sha256 for one in manifest.tables}}
    for name, expected in hashes.items():
        if source.hash_of(name) != expected:
            raise CannotLoad(f"文件 {name} 与清单的校验值不符，已损坏或被改动。")
    for blob in file_names(source):
        if source.hash_of(f"{FILES_FOLDER}{blob}") != blob:
            raise CannotLoad(f"存档文件 {blob[:12]}… 与校验值不符，已损坏或被改动。")
    return manifest


def file_names(source: ExportSource) -> Iterator[str]:
    """Yield the stored files that an export has.

    Raises:
        CannotLoad: If the list of them cannot be read.
    """
    try:
        rows = [json.loads(line) for line in source.read(FILES).splitlines()]
        yield from [str(row["sha256"]) for row in rows if not row["missing"]]
    except (ValueError, KeyError, TypeError) as error:
        raise CannotLoad(f"{FILES} 读不懂，已损坏或被改动。") from error
