"""Give memory back to the system, where its C library can be told to.

In:   nothing.    Out:  nothing; elsewhere than on glibc nothing is given back.
Cost: ``release_free_memory`` some milliseconds.

A window lives for days among short-lived arrays. What these leave between its small pieces
cannot be used again: at 50,000 posts 50 MB of 310. Blocks from a megabyte on in maps of their
own leave 20 MB and cost no time that could be measured; from half a megabyte on, 12 MB and a
tenth of the time of placing.
"""

from __future__ import annotations

import ctypes
import gc
from typing import Final

LARGE_BLOCK: Final = 1 << 20  # bytes
CACHE_KB: Final = 4_096  # of SQLite, for a process of an import
_ARENA_MAX: Final = -8  # numbers of mallopt(3)
_MMAP_THRESHOLD: Final = -3
_SYSTEM: Final = ctypes.CDLL(None)


def configure_allocator() -> None:
    """Let threads share one heap, and large blocks go back to the system as they are freed."""
    tell = getattr(_SYSTEM, "mallopt", None)
    if tell is not None:
        tell(_ARENA_MAX, 1)
        tell(_MMAP_THRESHOLD, LARGE_BLOCK)


def release_free_memory() -> None:
    """Give memory that passing work left behind back to the system."""
    trim = getattr(_SYSTEM, "malloc_trim", None)
    if trim is not None:
        trim(0)


def limit_memory() -> None:
    """Leave time and memory to the window: it is large, and a file passes by only once."""
    from django.db import connection  # noqa: PLC0415 - a process asks this that had to get ready

    configure_allocator()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)  # few objects of a window are parts of a circle
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
            cursor.execute(f"PRAGMA cache_size=-{CACHE_KB}")
