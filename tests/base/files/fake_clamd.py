"""A clamd on a socket of this machine that speaks INSTREAM, or does not behave."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NAME = "Eicar-Test-Signature"
DEEP = 5_000  # bytes; archives of tests are shorter, but for one within many


@dataclass
class FakeClamd:
    """Answers one connection after another; ``silent`` hangs, ``says`` is all it answers.

    Attributes:
        lax: Whether it calls clean what it did not open, as clamd does by default.
        most: Bytes after which it stops to listen, as clamd at its StreamMaxLength.
        seen: What was sent to be looked at.
    """

    silent: bool = False
    lax: bool = False
    says: bytes | None = None
    most: int = 1 << 30
    seen: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._open: list[socket.socket] = []

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        self._listener = listener
        listener.listen()
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        """End."""
        self._listener.shutdown(socket.SHUT_RDWR)  # else it takes one more
        self._listener.close()
        for line in self._open:
            line.close()

    def _run(self) -> None:
        while True:
            try:
                line, _peer = self._listener.accept()
            except OSError:
                return
            self._open.append(line)
            if not self.silent:
                with line:
                    self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += line.recv(1)
        if command == b"zPING\0":
            line.sendall(self.says or b"PONG\0")
            return
        data = b""
        while size := int.from_bytes(self._exactly(line, 4), "big"):
            data += self._exactly(line, size)
            if len(data) > self.most:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.seen.append(data)
        line.sendall(self.says if self.says is not None else self._verdict(data))

    def _verdict(self, data: bytes) -> bytes:
        if EICAR in data:
            return f"stream: {NAME} FOUND\0".encode()
        if data.startswith(b"PK") and len(data) > DEEP and not self.lax:
            return b"stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND\0"
        return b"stream: OK\0"

    @staticmethod
    def _exactly(line: socket.socket, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += line.recv(size - len(data)) or b"\0"
        return data
