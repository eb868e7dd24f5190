"""Peers on this machine that receive what the outbox hands over: a web hook, a mail relay."""

from __future__ import annotations

import socketserver
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hook(ThreadingHTTPServer):
    """A receiver of webhooks that answers with ``status`` after ``wait`` seconds."""

    daemon_threads = True

    def __init__(self, status=200, wait=0.0):
        super().__init__(("127.0.0.1", 0), _Hook)
        self.status, self.wait, self.got = status, wait, []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/in"


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        time.sleep(self.server.wait)
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format, *args):
        pass


class Relay(socketserver.ThreadingTCPServer):
    """A mail relay that keeps what it was given, or refuses everything."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, refuse=False):
        super().__init__(("127.0.0.1", 0), _Relay)
        self.refuse, self.mails = refuse, []

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}?from=huiying@yunchuan.example"


class _Relay(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 relay")
        to = []
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word.startswith(b"RCPT"):
                to.append(line.split(b"<")[1].split(b">")[0].decode())
                self.say("550 no" if self.server.refuse else "250 ok")
            elif word == b"DATA":
                self.say("354 go")
                data = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    data += part
                self.server.mails.append((to, data))
                self.say("250 ok")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


@contextmanager
def serving(server):
    """Run a peer in a thread."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
