"""The faults beside kills, each begun in a process and an installation of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.stage import Stage

SMALL_DISK = "64m"
NAMES = (
    "two_schedulers",
    "frozen_holder",
    "hanging_channel",
    "stepped_clock",
    "cut_connections",
    "full_disk",
)


def disturb(name: str, place: Stage, _seed: int, lease: float) -> dict[str, Any]:
    """Let a fault happen; return what was found."""
    environment = place.new(name)
    words = [sys.executable, "-m", "tests.faults.scenes", name, "--lease", str(lease)]
    with small_disk(place.folder / name, wanted=name == "full_disk"):
        done = subprocess.run(
            words, env=environment, stdout=subprocess.PIPE, text=True, check=False
        )
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return {"fault": name, "wrong": ["it broke off"]}
    return found


@contextmanager
def small_disk(folder: Path, *, wanted: bool) -> Iterator[None]:
    """Let a folder be a small disk of its own, where one may mount; it keeps what it holds."""
    if not wanted:
        yield
        return
    held = {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    words = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)]
    mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    try:
        for name, data in held.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)


DISTURBANCES: dict[str, Callable[[Stage, int, float], dict[str, Any]]] = {
    name: partial(disturb, name) for name in NAMES
}
