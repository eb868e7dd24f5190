"""Whether a file of posts is worth a process of its own.

In:   where it lies.    Out:  yes or no.
Cost: one call to the system. Loads no Django: a command asks before anything else.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

LARGE_BYTES = 1 << 20  # bytes …
COMPRESSED = frozenset({".gz", ".xlsx"})  # … an eighth of it of these


def is_large(path: Path) -> bool:
    """Tell whether a file is large; False when it is not there."""
    with suppress(OSError):
        return path.stat().st_size > (
            LARGE_BYTES // 8 if path.suffix in COMPRESSED else LARGE_BYTES
        )
    return False
