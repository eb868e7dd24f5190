"""Peers on this machine that receive what the outbox hands over: a web hook, a mail relay."""

# A silent peer takes the whole request and never answers: what it was given counts as accepted.
# A peer that holds back answers a request when it is told to.

from __future__ import annotations

import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.polling import LONG


class Hook(ThreadingHTTPServer):
    """A receiver of webhooks that answers with ``status``."""

    daemon_threads = True

    def __init__(self, status=200, *, answer=None, silent=False, held=False):
        super().__init__(("127.0.0.1", 0), _Hook)
        self.status, self.got = status, []
        self.answer = b"" if answer is None else json.dumps(answer).encode()
        self.silent, self.fallen_silent, self.over = (
            silent,
            threading.Event(),
            threading.Event(),
        )
        self.held, self.doors = held, []

    @property
    def root(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def url(self):
        return f"{self.root}/in"

    def answer_to(self, number):
        """Answer a request that was held back, by its place among those that came."""
        self.doors[number].set()

    def answer_all(self):
        """Hold back nothing any more."""
        self.held = False
        for door in self.doors:
            door.set()

    def server_close(self):
        self.over.set()
        self.answer_all()
        super().server_close()


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        door = threading.Event()
        self.server.doors.append(door)
        self.server.got.append((self.path, dict(self.headers), body))
        if self.server.silent:
            self.server.fallen_silent.set()
            self.server.over.wait(LONG)
            return
        if self.server.held:
            door.wait(LONG)
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format, *args):
        pass


class Relay(socketserver.ThreadingTCPServer):
    """A mail relay that keeps what it was given, or says ``refuse`` (a reply) at ``step``."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, refuse="", step="RCPT", silent=False):
        super().__init__(("127.0.0.1", 0), _Relay)
        self.refuse, self.step, self.mails = refuse, step, []
        self.silent, self.fallen_silent, self.over = (
            silent,
            threading.Event(),
            threading.Event(),
        )

    def server_close(self):
        self.over.set()
        super().server_close()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}?from=huiying@yunchuan.example"


class _Relay(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def reply(self, step, otherwise):
        refuse = self.server.step == step and self.server.refuse
        self.say(self.server.refuse if refuse else otherwise)

    def handle(self):
        self.say("220 relay")
        to = []
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word.startswith(b"RCPT"):
                to.append(line.split(b"<")[1].split(b">")[0].decode())
                self.reply("RCPT", "250 ok")
            elif word.startswith(b"EHLO"):
                self.say("250-relay")
                self.say("250 AUTH PLAIN")
            elif word == b"DATA":
                self.say("354 go")
                data = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    data += part
                self.server.mails.append((to, data))
                if self.server.silent:
                    self.server.fallen_silent.set()
                    self.server.over.wait(LONG)
                    return
                self.reply("DATA", "250 ok")
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


class Platform(Hook):
    """A peer with an answer for each path; it takes the request of a path and may be silent."""

    def __init__(self, answers):
        super().__init__()
        self.RequestHandlerClass = _Platform
        self.answers, self.silent_at = answers, set()

    @property
    def asked(self):
        return [(path.split("?")[0], body) for path, _headers, body in self.got]

    def bodies(self, path):
        return [json.loads(body) for asked, body in self.asked if asked == path]


class _Platform(_Hook):
    def do_POST(self):
        path = self.path.split("?")[0]
        self.server.answer = json.dumps(self.server.answers[path]).encode()
        self.server.silent = path in self.server.silent_at
        super().do_POST()
