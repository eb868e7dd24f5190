"""Where the bytes of a kept file lie in the folder of a test's installation.

In:   the address of the bytes.    Out:  a path.
Cost: none.
"""

from __future__ import annotations

from pathlib import Path

from huiying.base.files import store
from huiying.base.files.folder_store import FolderStore


def path_of(blob: str) -> Path:
    return FolderStore(Path(store.place())).path_of(blob)
