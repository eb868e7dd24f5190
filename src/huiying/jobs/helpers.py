"""When a file gets a process of its own, and what every helper process does first.

In:   a file; a helper that has just begun.
Out:  whether it is large; a thread that ends the helper when its parent is gone.
Cost: one look a second.

Ctrl-C in a terminal reaches every process; only the parent knows what may be left undone.

A helper waits for work in a pipe that it holds open itself: when its parent is killed it would
wait for ever.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

LARGE = 1 << 20  # bytes of a file that gets a process of its own …
PACKED = frozenset({".gz", ".xlsx"})  # … an eighth of it of these
LOOK_FOR_PARENT = 1.0  # seconds


def is_large(path: Path) -> bool:
    """Tell whether a file is worth a process of its own; False when it is not there."""
    with suppress(OSError):
        return path.stat().st_size > (LARGE // 8 if path.suffix in PACKED else LARGE)
    return False


def follow_parent() -> None:
    """End this process, at once and whatever it does, when its parent is gone, not before."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.pid,), daemon=True).start()


def _follow(parent: int | None) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_FOR_PARENT)
    os._exit(1)
