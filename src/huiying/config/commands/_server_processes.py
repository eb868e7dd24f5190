"""Several server processes at one address, begun and kept alive by this one.

In:   a configuration of uvicorn, the socket, how many.
Out:  runs until SIGTERM or Ctrl-C. A process that ended is started again; at the end each
      finishes its requests; a second signal waits for nothing.
Cost: a process each, and two that uvicorn needs; half a second until an end is seen.

The work of uvicorn's own supervisor, with three differences: a process ends when this one is
gone, however it ended; none that hangs is waited for without end; only the two signals that
end a server mean something.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from prometheus_client.multiprocess import mark_process_dead
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import SIGNALS, Multiprocess, Process

from huiying.config.commands._stopping import Stopping, how
from huiying.web.shared.request_metrics import FOLDER

log = logging.getLogger("huiying.serve")
LOOK_FOR_PARENT = 1.0  # seconds
PATIENCE = 10.0  # seconds that the processes have at the end, twice what their requests have
LOOK = 0.1


class ServerProcess(Process):
    """One server process; it ends with the one that began it."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket]) -> None:
        self._parent = os.getpid()
        super().__init__(config, sockets)

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve, in the new process; while it reads the code, it ends as soon as it is told."""
        threading.Thread(target=self._end_without_parent, daemon=True).start()
        self.config.load()
        super().target(sockets)

    def _end_without_parent(self) -> None:
        while os.getppid() == self._parent:
            time.sleep(LOOK_FOR_PARENT)
        self.server.should_exit = True


class ServerProcesses(Multiprocess):
    """The processes, and what becomes of them."""

    def __init__(
        self, config: uvicorn.Config, door: socket.socket, number: int, stopping: Stopping
    ) -> None:
        config.workers = number
        super().__init__(config, [door])
        self._stopping = stopping
        self.failed = False
        for each in SIGNALS:
            if each not in (signal.SIGTERM, signal.SIGINT):
                signal.signal(each, signal.SIG_DFL)

    def init_processes(self) -> None:
        """Begin them."""
        self.processes = [self._begin() for _number in range(self.processes_num)]

    def _begin(self) -> ServerProcess:
        process = ServerProcess(self.config, self.sockets)
        process.start()
        return process

    def keep_subprocess_alive(self) -> None:
        """Start again what ended; what cannot begin at all ends everything."""
        for place, process in enumerate(self.processes):
            if process.process.is_alive() or self.should_exit.is_set():
                continue
            process.join()
            mark_process_dead(process.pid)  # type: ignore[no-untyped-call]
            code = process.exitcode or 0
            if code == STARTUP_FAILURE:
                log.critical("a server process cannot begin, so none goes on")
                self.failed = True
                self._stop()
                return
            log.warning("server process %s ended (%s) and is started again",
                        process.pid, how(code))  # fmt: skip
            self.processes[place] = self._begin()

    def handle_int(self) -> None:
        """Begin to stop; at the second time wait for nothing."""
        self._stop()

    def handle_term(self) -> None:
        """Begin to stop; at the second time wait for nothing."""
        self._stop()

    def _stop(self) -> None:
        self._stopping.ask()
        self.should_exit.set()

    def terminate_all(self) -> None:
        """Take no more connections, and tell each process to finish its requests."""
        for door in self.sockets:
            door.close()
        for process in self.processes:
            if process.process.is_alive():
                process.terminate()

    def join_all(self) -> None:
        """Wait for the processes, but not for ever."""
        end = time.monotonic() + PATIENCE
        while any(one.process.is_alive() for one in self.processes):
            self.handle_signals()
            if self._stopping.at_once or time.monotonic() > end:
                break
            time.sleep(LOOK)
        for process in self.processes:
            if process.process.is_alive():
                if not self._stopping.at_once:
                    log.warning("server process %s did not end; ended by force", process.pid)
                process.process.kill()
            process.join()


@contextmanager
def counted_together() -> Iterator[None]:
    """Let all processes that are begun within count their requests in one folder."""
    with tempfile.TemporaryDirectory(prefix="huiying-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]
