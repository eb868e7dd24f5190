"""A real clamd with signatures of its own, for tests; skipped where none is installed.

In:   a folder.    Out:  the process, and the addresses of its two sockets.
Cost: some tenths of a second until it listens.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from huiying.base.files.scanning import is_scanner_there
from tests.base.files.fake_clamd import EICAR
from tests.polling import LONG, wait_until

PATTERN = b"a pattern of ours that no other file holds: 7f3a91"
NAMES = {"Eicar-Of-Ours": EICAR, "Pattern-Of-Ours": PATTERN}
MOST = 1 << 20  # bytes of its StreamMaxLength


def clamd_program() -> str:
    """Return the path of clamd; skip the test where there is none."""
    places = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    found = shutil.which("clamd", path=places)
    if found is None and "clamd" in os.environ.get("HUIYING_REQUIRE", ""):
        pytest.fail("no clamd")
    return found or pytest.skip("no clamd is installed")


class RealClamd:
    """Its process, which can be killed, frozen and started again."""

    def __init__(self, folder: Path, settings, **more: str) -> None:
        self._program, self._folder, self._settings = clamd_program(), folder, settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.path, self.port = str(folder / "clamd.ctl"), f"127.0.0.1:{port}"
        (folder / "signatures").mkdir()
        rows = [f"{name}:0:*:{pattern.hex()}\n" for name, pattern in NAMES.items()]
        (folder / "signatures" / "ours.ndb").write_text("".join(rows))
        words = {
            "Foreground": "yes",
            "DatabaseDirectory": str(folder / "signatures"),
            "TemporaryDirectory": str(folder),
            "LocalSocket": self.path,
            "TCPAddr": "127.0.0.1",
            "TCPSocket": str(port),
            "StreamMaxLength": str(MOST),
            "AlertExceedsMax": "yes",
            **more,
        }
        lines = [f"{key} {word}\n" for key, word in words.items()]
        (folder / "clamd.conf").write_text("".join(lines))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._folder / "clamd.log").open("a") as log:
            self._process = subprocess.Popen(  # noqa: S603 - found above
                [self._program, "-c", str(self._folder / "clamd.conf")],
                stdout=log,
                stderr=log,
            )
        self._settings.CLAMAV = self.path
        wait_until(lambda: self._process.poll() is not None or is_scanner_there())
        assert self._process.poll() is None, (self._folder / "clamd.log").read_text()

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def read_signatures_again(self) -> None:
        self._process.send_signal(signal.SIGUSR2)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(LONG)


@contextmanager
def real_clamd(folder: Path, settings, **more: str) -> Iterator[RealClamd]:
    """Start a clamd, set it as the scanner by its local socket, and end it."""
    clamd = RealClamd(folder, settings, **more)
    clamd.start()
    try:
        yield clamd
    finally:
        clamd.kill()
