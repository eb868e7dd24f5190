"""What the public sends: how fast it is taken in, and that nothing is lost.

In:   an empty database of one's own, or none.    Out:  the figures of each part.
"""

from __future__ import annotations

from typing import Any

from benchmarks.installation import installation
from benchmarks.machine import machine
from benchmarks.petition_sending import measure_sending


def measure(database: str = "") -> dict[str, Any]:
    """Measure the sending; on SQLite in a file unless a database is named."""
    with installation(database=database) as _folder:
        return {
            "sending": measure_sending(),
            "database": "postgresql" if database else "sqlite",
            "machine": machine(),
        }
