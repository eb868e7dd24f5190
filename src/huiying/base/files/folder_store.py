"""Files in a folder, of this machine or shared by several.

In:   names and bytes.    Out:  the same, on disk.
Cost: one file written and synced; one read.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from huiying.base.files.private_folder import make_private_folder

PART = ".part-"  # how the name of a file begins that is not whole


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A folder with 256 folders, by the first two digits of an address."""

    folder: Path

    @property
    def place(self) -> str:
        """The path of the folder."""
        return str(self.folder)

    def path_of(self, name: str) -> Path:
        """Return where the bytes of a name lie; a mark lies beside the folders."""
        return self.folder / name if name.startswith(".") else self.folder / name[:2] / name

    def has(self, name: str) -> bool:
        """Tell whether there are bytes of a name."""
        return self.path_of(name).exists()

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a name; None if they are gone, or the disk does not give them."""
        try:
            return self.path_of(name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, body: bytes) -> None:
        """Write bytes beside their place, sync, then move them there."""
        path = self.path_of(name)
        descriptor, part = tempfile.mkstemp(dir=make_private_folder(path.parent), prefix=PART)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(body)
                handle.flush()
                os.fsync(handle.fileno())
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove bytes for good."""
        self.path_of(name).unlink(missing_ok=True)

    def names(self, before: datetime) -> Iterator[str]:
        """Yield what was written before a moment."""
        for path in self.folder.glob("*/*"):
            if not path.name.startswith(PART) and path.stat().st_mtime < before.timestamp():
                yield path.name

    def drop_parts(self, before: datetime) -> None:
        """Remove what killed processes wrote of files before a moment."""
        for path in self.folder.glob(f"*/{PART}*"):
            with suppress(OSError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
