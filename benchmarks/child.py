"""Run a module of the benchmarks in a new process, and read the JSON that it prints.

In:   the module, its arguments.    Out:  what it printed.
Cost: the start of a process.

``huiying`` keeps its children from reading code of the folder they stand in
(``PYTHONSAFEPATH``): the checkout is named to them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.machine import CHECKOUT


def run_child(module: str, *arguments: str) -> dict[str, Any]:
    """Return the JSON object that ``python -m module`` printed.

    Raises:
        RuntimeError: If it failed; with the end of what it wrote to stderr.
    """
    known = os.environ.get("PYTHONPATH")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT), *([known] if known else [])]),
    }
    words = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr[-2000:]}")
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed
