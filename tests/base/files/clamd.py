"""The scanner that tests of uploads use: on a loopback port or on a local socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.base.files.fake_clamd import FakeClamd


@contextmanager
def scanner(settings, path: str = "", **behaves) -> Iterator[FakeClamd]:
    """Set a scanner that behaves like this; without a path on a port of this machine."""
    family = socket.AF_UNIX if path else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind(path or ("127.0.0.1", 0))
    clamd = FakeClamd(**behaves)
    clamd.serve(listener)
    settings.CLAMAV = path or f"127.0.0.1:{listener.getsockname()[1]}"
    try:
        yield clamd
    finally:
        clamd.close()
