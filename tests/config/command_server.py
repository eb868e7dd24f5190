"""Commands of one installation, each in a process of its own that need not read the code again.

In:   the environment of the installation, then the words of each command.
Out:  its exit code and what it said; the process is a fork of one that has only read the code.
Cost: two seconds to begin with, then what a command itself takes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ_AHEAD = (
    "config.urls",
    "jobs.backup.archive",
    "jobs.upkeep.doctor",
    "jobs.stream.worker",
    "config.commands.import_",
)


class CommandServer:
    """The process that has read the code."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        path = os.pathsep.join([environment["PYTHONPATH"], str(ROOT)])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.config.command_server"],
            env={**environment, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, words: Sequence[str], more: Mapping[str, str]) -> tuple[int, str]:
        """Run one command with more in its environment; return its exit code and what it said.

        What the settings read of the environment, they have read already.
        """
        with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8") as said:
            self._process.stdin.write(json.dumps([said.name, dict(more), *words]) + "\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline()), said.read()

    def end(self) -> None:
        self._process.communicate(timeout=20)


def serve() -> None:
    """Read the code; run each command that is asked for in a fork."""
    from huiying.config.commands._django import ready  # noqa: PLC0415

    ready(migrated=False)
    for name in READ_AHEAD:
        import_module(f"huiying.{name}")
    for line in sys.stdin:
        said, more, *words = json.loads(line)
        child = os.fork()
        if child == 0:
            os.environ.update(more)
            os._exit(_command(said, words))
        status = os.waitpid(child, 0)[1]
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


def _command(said: str, words: Sequence[str]) -> int:
    from huiying.config.cli import main  # noqa: PLC0415

    for number, place in ((0, os.devnull), (1, said), (2, said)):
        os.dup2(os.open(place, os.O_RDWR | os.O_APPEND), number)
    signal.alarm(120)  # a command that hangs is ended
    try:
        main(words)
    except SystemExit as done:
        return int(done.code or 0)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    serve()
