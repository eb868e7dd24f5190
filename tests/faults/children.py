"""Children of a process that has read the code and never opened a database.

In:   a function; for a child that is killed also a point.
Out:  what it returned, or that it was killed there.
Cost: a fork, some milliseconds: a start of Python and Django costs seconds.

A point is a step that changes something, or its end: a statement to the database, the opening,
renaming or removing of a file. A child kills itself with SIGKILL (nothing is cleaned up, no
handler runs) at the point with a number, so that a seed names the same moments each time. A
child may also be killed from outside after a time.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

FILE_STEPS = frozenset({"os.rename", "os.remove", "os.mkdir", "shutil.rmtree"})
LONGEST = 180.0  # seconds until a child counts as hanging
KILLED = -signal.SIGKILL


class Hangs(Exception):
    """A child did not come to its end."""


class Points:
    """Counts the points that this process has passed; at one of them it ends itself."""

    def __init__(self) -> None:
        self.passed, self.last, self._writing = 0, 0, set[int]()
        self.armed = False

    def arm(self, last: int) -> None:
        """Count from here on; end at number ``last`` (0 = never)."""
        self.passed, self.last, self.armed = 0, last, True

    def at(self) -> None:
        """Pass a point."""
        if not self.armed:
            return
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
            signal.pause()  # another thread may get it first

    def statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - as Django calls it
        """Pass the points before and after a statement."""
        self.at()
        try:
            return execute(sql, params, many, context)
        finally:
            self.at()

    def file_step(self, event: str, args: tuple[Any, ...]) -> None:
        """Pass the point before a file is opened for writing, renamed or removed."""
        if event in FILE_STEPS or (event == "open" and _writes(args)):
            self.at()


def _writes(args: tuple[Any, ...]) -> bool:
    flags = args[2] if len(args) > 2 else 0
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


POINTS = Points()
_listening = False


def _listen() -> None:
    """Let the points of this process be passed; a hook cannot be taken away again."""
    global _listening  # noqa: PLW0603
    if not _listening:
        _listening = True
        sys.addaudithook(POINTS.file_step)


def run(work: Callable[[], Any], *, limit: float = LONGEST) -> Any:
    """Return what ``work`` returns in a child.

    Raises:
        RuntimeError: With its traceback, if it failed.
        Hangs: If it is not done within ``limit`` seconds.
    """
    code, told = _child(lambda: {"value": work()}, limit=limit)
    if code or "value" not in told:
        raise RuntimeError(told.get("error", f"a child ended with {code}"))
    return told["value"]


def count_points(work: Callable[[], Any]) -> tuple[int, Any]:
    """Return how many points ``work`` passes in a child, and what it returned."""

    def counted() -> dict[str, Any]:
        value = _armed(work, 0)
        return {"value": value, "points": POINTS.passed}

    code, told = _child(counted)
    if code or "value" not in told:
        raise RuntimeError(told.get("error", f"a child ended with {code}"))
    return told["points"], told["value"]


def killed_at(work: Callable[[], Any], point: int) -> bool:
    """Run ``work`` in a child that ends itself at a point; False if it never came there."""
    code, told = _child(lambda: {"value": _armed(work, point)})
    if code not in (0, KILLED):
        raise RuntimeError(told.get("error", f"a child ended with {code}"))
    return code == KILLED


def killed_after(work: Callable[[], Any], seconds: float) -> bool:
    """Run ``work`` in a child that is killed from outside; False if it was quicker."""
    code, told = _child(lambda: {"value": work()}, kill_after=seconds)
    if code not in (0, KILLED):
        raise RuntimeError(told.get("error", f"a child ended with {code}"))
    return code == KILLED


def _armed(work: Callable[[], Any], last: int) -> Any:
    from django.db import connection

    _listen()
    with connection.execute_wrapper(POINTS.statement):
        POINTS.arm(last)
        try:
            return work()
        finally:
            POINTS.armed = False


def _child(
    work: Callable[[], dict[str, Any]], *, kill_after: float = 0, limit: float = LONGEST
) -> tuple[int, dict[str, Any]]:
    read, write = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        os.setpgid(0, 0)  # helpers that it begins end with it
        _do(work, write)
    os.close(write)
    with suppress(PermissionError, ProcessLookupError):
        os.setpgid(pid, pid)
    return _wait(pid, read, kill_after or limit, killed=bool(kill_after))


def _do(work: Callable[[], dict[str, Any]], write: int) -> None:
    """Work in the child and never return."""
    code = 1
    try:
        random.seed()
        told = work()
        code = 0
    except BaseException:
        told = {"error": traceback.format_exc()}
    with os.fdopen(write, "w", encoding="utf-8") as out:
        json.dump(told, out)
    os._exit(code)


def _wait(pid: int, read: int, limit: float, *, killed: bool) -> tuple[int, dict[str, Any]]:
    heard = b""
    with os.fdopen(read, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], limit)[0]:
            part = pipe.read(1 << 16)
            heard += part
            if not part:
                break
        else:
            _kill_group(pid)
            os.waitpid(pid, 0)
            if not killed:
                raise Hangs(f"a child did not end within {limit:.0f} s")
            return KILLED, {}
    _pid, status = os.waitpid(pid, 0)
    _kill_group(pid)  # helpers that a killed child left
    code = os.waitstatus_to_exitcode(status)
    return code, json.loads(heard) if code in (0, 1) and heard else {}


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
