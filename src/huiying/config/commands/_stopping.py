"""Whether a server was told to stop, and how a process ended.

In:   signals, exit codes.    Out:  what all parts of a server know of its end.
Cost: none.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass


@dataclass(slots=True)
class Stopping:
    """What a server and its workers know of their end."""

    asked: bool = False
    at_once: bool = False  # told twice: nothing is waited for

    def ask(self) -> None:
        """Begin to stop; at the second time wait for nothing."""
        self.at_once = self.asked
        self.asked = True


def how(code: int) -> str:
    """Return how a process ended: -9 says little, SIGKILL that memory may have run out.

    >>> how(1), how(-9)
    ('exit code 1', 'SIGKILL')
    """
    known = code < 0 and -code in {number.value for number in signal.Signals}
    return signal.Signals(-code).name if known else f"exit code {code}"
