"""Leave time and memory to the window of a stream while a file passes by.

In:   nothing.    Out:  nothing; elsewhere than on glibc no memory is given back.
Cost: ``release_free_memory`` some milliseconds.

Measured: docs/experiments/2026-11-changes-to-python.md.
"""

from __future__ import annotations

import ctypes
from typing import Final

from huiying.base.garbage_collection import relax_garbage_collection

CACHE_KB: Final = 4_096  # of SQLite, for a process of an import
_SYSTEM: Final = ctypes.CDLL(None)


def release_free_memory() -> None:
    """Give memory that passing work left behind back to the system."""
    trim = getattr(_SYSTEM, "malloc_trim", None)
    if trim is not None:
        trim(0)


def limit_memory() -> None:
    """Leave time and memory to the window: it is large, and a file passes by only once."""
    from django.db import connection  # noqa: PLC0415 - a process asks this that had to get ready

    relax_garbage_collection()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
            cursor.execute(f"PRAGMA cache_size=-{CACHE_KB}")
