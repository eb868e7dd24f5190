"""Say on what machine a figure was taken, and how figures spread.

In:   nothing, or samples in milliseconds.    Out:  plain JSON values.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def machine() -> dict[str, object]:
    """Return processor, cores, memory, Python, and of what code on which day."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if "model name" in line)
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, StopIteration, ValueError):
        pages = 0
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 2**30, 1),
        "python": sys.version.split()[0],
        "load_before": round(os.getloadavg()[0], 2),
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
    }


def commit() -> str:
    """Return the commit of the checkout, with a + when files differ from it, or nothing."""
    words = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    try:
        done = subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip()


def share(samples: Sequence[float], part: float) -> float:
    """Return the value below which ``part`` of the samples lie (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, round(part * len(ordered)) - 1))]


def spread(samples: Sequence[float]) -> dict[str, float | int]:
    """Return the usual figures of a list of milliseconds."""
    return {
        "n": len(samples),
        "p50_ms": round(statistics.median(samples), 1),
        "p95_ms": round(share(samples, 0.95), 1),
        "p99_ms": round(share(samples, 0.99), 1),
        "max_ms": round(max(samples), 1),
    }
