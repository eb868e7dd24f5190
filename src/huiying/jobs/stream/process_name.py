"""Identify this process, so that another one on this machine can see that it has ended.

In:   nothing; the name of a process, of whichever machine.
Out:  a name of at most 50 characters that no process had before; whether it surely ended.
Cost: three small files of /proc, once a process; one or two for a name that is asked about.

A number of a process means something in one run of a kernel and one space of numbers (a
container has its own), and only with the moment when the process began: numbers are given
again. Where /proc tells neither, nobody is thought gone.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from huiying.policy.core.hashing import hash_of_text

PROC = Path("/proc")
ENDED_STATES = frozenset("ZXx")  # killed, and not yet asked about by its parent
RANDOM_ID = secrets.token_hex(
    8
)  # tells processes of one number apart where /proc tells nothing


def this_process() -> str:
    """Return the name of this process."""
    return name_of(os.getpid())


@cache
def name_of(pid: int) -> str:
    """Return the name of a process of this machine that runs."""
    began = _began(pid) if _place() else None
    return f"{_place()}:{pid}:{began or RANDOM_ID}"


def has_ended(name: str) -> bool:
    """Tell whether a process is known to have ended; False when that cannot be known."""
    place, _colon, rest = name.partition(":")
    pid, _colon, began = rest.partition(":")
    if not _place() or place != _place() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)  # asks whether it is there, and does nothing to it
    except ProcessLookupError:
        return True
    except OSError:
        return False  # somebody else's
    found = _began(int(pid))
    return found is not None and found != began


@cache
def _place() -> str:
    """Return what the numbers of this kernel and container have in common; "" if unknown."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        space = (PROC / "self/ns/pid").readlink()
    except OSError:
        return ""
    return hash_of_text(f"{boot} {space}")[:16]


def _began(pid: int) -> str | None:
    """Return when a process began, in ticks; "" if it ended, None if it cannot be read."""
    with suppress(OSError):
        # "pid (name) state …": a name may hold brackets and spaces
        words = (PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2]
        state, began = words.split()[0], words.split()[19]
        return "" if state in ENDED_STATES else began
    return None
