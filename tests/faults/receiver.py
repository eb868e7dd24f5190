"""A receiver of messages in a process of its own: it writes down each key that comes.

In:   a folder of data.    Out:  its address in the file ``receiver``, keys in ``received``.
Cost: a process that waits.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from django.conf import settings


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        with Path(settings.DATA_DIR, "received").open("a", encoding="utf-8") as log:
            log.write(json.dumps(self.headers["X-Huiying-Message"]) + "\n")
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def receiver() -> Iterator[None]:
    """Run a receiver whose connection nobody else holds."""
    server = HTTPServer(("127.0.0.1", 0), _Receiver)
    folder = Path(settings.DATA_DIR)
    (folder / "receiver").write_text(
        f"http://127.0.0.1:{server.server_address[1]}/in", encoding="ascii"
    )
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        try:
            server.serve_forever()
        finally:
            os._exit(1)
    server.server_close()
    try:
        yield
    finally:
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)
