"""Run ``huiying up`` for a measurement, kept apart from what asks it.

In:   an installation whose environment is set, cores, options of the command.
Out:  the process and its address; how long it took until it answered.
Cost: the start of the processes, some seconds.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.installation import command

PATIENCE = 120.0  # seconds


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    port: int
    cold_start_s: float  # from the command to the first answer that all is well


def split_cores() -> tuple[set[int], set[int], str]:
    """Return the cores of the server and those of the generator, and a sentence about them."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) == 1:
        return set(cores), set(cores), "server and generator share the only core"
    rest = f"{len(cores) - 1} core" + ("s" if len(cores) > 2 else "")
    return set(cores[:-1]), {cores[-1]}, f"server on {rest}, generator on one of its own"


def share_cores() -> tuple[set[int], set[int], str]:
    """Return the cores as ``split_cores`` does, but two of them for the server at least.

    With no third core the generator takes its part, some hundredths, from one of the server's.
    """
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) != 2:
        return split_cores()
    return set(cores), {cores[-1]}, "server on 2 cores, generator on one of these"


@contextlib.contextmanager
def running(cores: set[int], *options: str) -> Iterator[Server]:
    """Serve with workers on some cores; a proxy on this machine says who asks."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "FORWARDED_ALLOW_IPS": "127.0.0.1"}
    began, mine = time.monotonic(), os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)  # children have it too
    try:
        child = subprocess.Popen(
            command("up", "--port", str(port), *options),
            env=environment,
            stdout=subprocess.DEVNULL,
        )
    finally:
        os.sched_setaffinity(0, mine)
    try:
        while not _answers(port):
            if child.poll() is not None or time.monotonic() - began > PATIENCE:
                raise RuntimeError("the server did not come up")
            time.sleep(0.1)
        yield Server(child.pid, port, round(time.monotonic() - began, 1))
    finally:
        child.terminate()
        child.wait(timeout=40)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False
