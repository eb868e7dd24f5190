"""A folder that only the account which runs this can read.

In:   where it is to be.    Out:  the same, made when it was not there.
Cost: one call to the system.
"""

from __future__ import annotations

from pathlib import Path


def make_private_folder(folder: Path) -> Path:
    """Make a folder unless it is there; one that is there keeps its mode."""
    folder.mkdir(0o700, parents=True, exist_ok=True)
    return folder
