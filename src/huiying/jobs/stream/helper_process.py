"""The start of every helper process: end when the parent process ends.

In:   a helper that has just begun.    Out:  a thread that ends it when its parent is gone.
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

CHECK_PARENT_EVERY = 1.0  # seconds


def end_with_parent() -> None:
    """End this process, at once and whatever it does, when its parent is gone, not before."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.pid,), daemon=True).start()


def _follow(parent: int | None) -> None:
    while os.getppid() == parent:
        time.sleep(CHECK_PARENT_EVERY)
    os._exit(1)
