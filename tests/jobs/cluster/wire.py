"""A wire between processes and a server that can be cut and mended.

In:   the address of a server.    Out:  another one on this machine that leads there.
Cost: two threads a connection.
"""

from __future__ import annotations

import socket
import socketserver
import threading
from contextlib import suppress

PIECE = 1 << 16


class Wire(socketserver.ThreadingTCPServer):
    """Passes bytes on in both directions until it is cut."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.there = (host, port)
        self.is_cut = False
        self.ends: list[socket.socket] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def cut(self) -> None:
        """End every connection, and let no new one come about."""
        self.is_cut = True
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.ends.clear()

    def mend(self) -> None:
        self.is_cut = False

    def server_close(self) -> None:
        self.cut()
        super().server_close()


class _Connection(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        if self.server.is_cut:
            return
        with suppress(OSError), socket.create_connection(self.server.there) as far:
            self.server.ends += [self.request, far]
            back = threading.Thread(target=_pass_on, args=(far, self.request), daemon=True)
            back.start()
            _pass_on(self.request, far)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
