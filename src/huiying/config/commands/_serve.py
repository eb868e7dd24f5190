"""Serve pages in this process or in several, and run the workers in another one.

In:   host, port, how many server processes.
Out:  runs until SIGTERM or Ctrl-C, and ends after its workers; a second signal waits for
      nothing.
Cost: two processes, with several server processes one more than these; the workers are
      started again with a growing pause when they die, and a thread here watches whether they
      do their work.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from huiying.config.commands._django import fail
from huiying.config.commands._prompt_protocol import PromptProtocol
from huiying.config.commands._stopping import Stopping, how

log = logging.getLogger("huiying.serve")


class Server(uvicorn.Server):
    """A server that waits for nothing when it is told twice, by either signal."""

    def __init__(self, config: uvicorn.Config, stopping: Stopping) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        self._stopping.ask()
        self.force_exit = self.should_exit
        super().handle_exit(sig, frame)


class Workers:
    """The worker process and its keeper, a thread that alone begins and ends it."""

    LOOK = 0.2  # seconds
    LONGEST_PAUSE = 30.0
    PATIENCE = 20.0  # seconds that the item at hand may take at the end

    def __init__(self, stopping: Stopping) -> None:
        self._stopping = stopping  # the server and its workers learn of it at the same time
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Workers:
        """Start the workers."""
        self._keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let the workers finish what they hold, then end them."""
        self._stopping.asked = True
        try:
            if not self._stopping.at_once:
                self._keeper.join()
        finally:  # also when a second signal comes meanwhile
            self._kill()

    def _keep(self) -> None:
        pause = 1.0
        while not self._stopping.asked:
            started = time.monotonic()
            self._child = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "huiying.jobs", "--parent", str(os.getpid())],
                env=os.environ.copy(),
                process_group=0,  # Ctrl-C comes to us alone, and we tell the workers
            )
            while self._child.poll() is None and not self._stopping.asked:
                time.sleep(self.LOOK)
            if (ended := self._child.returncode) is not None:
                log.warning("the workers ended (%s) and are started again", how(ended))
            if time.monotonic() - started > self.LONGEST_PAUSE:
                pause = 1.0
            again = time.monotonic() + pause
            while time.monotonic() < again and not self._stopping.asked:
                time.sleep(self.LOOK)
            pause = min(pause * 2, self.LONGEST_PAUSE)
        self._end()

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.terminate()
        try:
            self._child.wait(timeout=self.PATIENCE)
        except subprocess.TimeoutExpired:
            log.warning("the workers did not end in %d s; ended by force", self.PATIENCE)
            self._kill()

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()


def take_address(host: str, port: int) -> socket.socket:
    """Take the address to serve at, or say why not, before anything is begun."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, *_more, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        # With its protocol named, else asyncio leaves Nagle's algorithm on in every connection:
        # the second part of an answer waited 40 ms for the acknowledgement of the first.
        door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        fail(
            f"端口 {port} 已被占用：也许已有一个 huiying 在运行。停掉它，或换一个（--port）。"
            if taken
            else f"不能在 {host} 的端口 {port} 上服务：{error}。请检查 --host 和 --port。"
        )
    return door


def _stop_when(server: Server, stopping: Stopping, until: Callable[[], bool]) -> None:
    while not server.should_exit:
        time.sleep(0.5)
        if until():
            stopping.asked = server.should_exit = True


def serve(
    door: socket.socket,
    *,
    jobs: bool,
    processes: int = 1,
    until: Callable[[], bool] | None = None,
) -> None:
    """Serve until stopped.

    Args:
        jobs: Run the workers beside the server, once, however many processes serve.
        processes: How many serve; this one alone, or so many others.
        until: Asked twice a second; a server of one process stops by itself once it is true.
    """
    from huiying.jobs.upkeep.watchdog import WatchdogThread  # noqa: PLC0415 - needs Django ready
    from huiying.web.shared.static_files import collect_static_files  # noqa: PLC0415

    if "*" in os.environ.get("FORWARDED_ALLOW_IPS", ""):  # whoever comes would say who he is
        fail("FORWARDED_ALLOW_IPS 要写代理的地址，不能是 *：否则谁都能冒充别的地址登录。")
    collect_static_files()
    config = uvicorn.Config(
        "huiying.config.asgi:application",
        log_config=None,  # its lines go the way of ours
        log_level="warning",
        access_log=False,
        lifespan="off",
        http=PromptProtocol,
        proxy_headers=True,
        timeout_graceful_shutdown=5,
    )
    stopping = Stopping()
    with WatchdogThread(), Workers(stopping) if jobs else contextlib.nullcontext():
        if processes > 1:
            _serve_by_several(config, door, processes, stopping)
        else:
            _serve_by_one(config, door, stopping, until)


def _serve_by_one(
    config: uvicorn.Config,
    door: socket.socket,
    stopping: Stopping,
    until: Callable[[], bool] | None,
) -> None:
    server = Server(config, stopping)
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again at its end
        signal.signal(number, lambda *_: sys.exit(0))
    if until is not None:
        threading.Thread(target=_stop_when, args=(server, stopping, until), daemon=True).start()
    server.run(sockets=[door])


def _serve_by_several(
    config: uvicorn.Config, door: socket.socket, processes: int, stopping: Stopping
) -> None:
    from huiying.config.commands._server_processes import (  # noqa: PLC0415 - of several alone
        ServerProcesses,
        counted_together,
    )

    with counted_together():
        several = ServerProcesses(config, door, processes, stopping)
        several.run()
    if several.failed:
        sys.exit(STARTUP_FAILURE)
