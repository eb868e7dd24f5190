"""Which share of the work a worker takes: bureaus and hosts parted by a hash of their names.

In:   the name of a bureau or host, the number of shares.    Out:  the share that it falls into.
Cost: a SHA-256 for each share.

Highest random weight (Thaler and Ravishankar, 1998): the same on every machine without asking
anybody, and one share more moves only what falls into the new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

Takes = Callable[[str], bool]


def takes_all(_name: str) -> bool:
    """Take whatever comes: one box has no shares."""
    return True


def share_of(name: str, shares: int) -> int:
    """Return the share of a name, 0 to ``shares`` - 1."""

    def weight(share: int) -> bytes:
        return hashlib.sha256(f"{share}:{name}".encode()).digest()

    return max(range(shares), key=weight)


@dataclass(frozen=True, slots=True)
class Share:
    """One share of several; asked by a name, it says whether that is its own."""

    number: int
    of: int

    def __call__(self, name: str) -> bool:
        """Tell whether a name falls into this share."""
        return share_of(name, self.of) == self.number
