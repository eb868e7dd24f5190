"""Serve pages in this process and keep the workers in another, so that neither slows the other.

In:   host, port.    Out:  runs until SIGTERM or Ctrl-C.
Cost: two processes; the workers are started again with a growing pause when they die, and
      a thread here watches whether they do their work.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
import warnings

import uvicorn


class Workers:
    """The worker process and its keeper."""

    LONGEST_PAUSE = 30.0

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Workers:
        """Start the workers."""
        self._keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let the workers finish what they hold, then end them."""
        self._stop.set()
        child = self._child
        if child is not None and child.poll() is None:
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=20)
            child.kill()
        self._keeper.join(timeout=5)

    def _keep(self) -> None:
        pause = 1.0
        while not self._stop.is_set():
            started = time.monotonic()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "huiying.jobs"], env=os.environ.copy()
            )
            self._child.wait()
            if time.monotonic() - started > self.LONGEST_PAUSE:
                pause = 1.0
            self._stop.wait(pause)
            pause = min(pause * 2, self.LONGEST_PAUSE)


def serve(*, host: str, port: int, workers: bool) -> None:
    """Serve until stopped."""
    from django.conf import settings  # noqa: PLC0415 - needs Django ready

    from huiying.jobs.watchdog import Watching  # noqa: PLC0415 - needs Django ready

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # Static files are small and read at once; the warning is about large streams.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")
    config = uvicorn.Config(
        "huiying.config.asgi:application",
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        lifespan="off",
        proxy_headers=True,
        timeout_graceful_shutdown=5,
    )
    with Watching(), Workers() if workers else contextlib.nullcontext():
        uvicorn.Server(config).run()
