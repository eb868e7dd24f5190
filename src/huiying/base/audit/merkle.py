"""A Merkle tree as in RFC 9162 (2.1): one digest for many, short proofs for each of them.

In:   digests of 32 bytes in their order.    Out:  the root; the path from one of them to it.
Cost: one SHA-256 for each node; a path has at most log2(n) + 1 digests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

LEAF, NODE = b"\x00", b"\x01"  # no node can be passed off as a leaf


def leaf_digest(data: bytes) -> bytes:
    """Return the digest of one leaf."""
    return hashlib.sha256(LEAF + data).digest()


class Tree:
    """The levels of a tree: its leaves first, its root last."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        """Build it; an empty tree has the root SHA-256 of nothing, as in the RFC."""
        self.levels = [list(leaves) or [hashlib.sha256().digest()]]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            above = (_joined(*below[at : at + 2]) for at in range(0, len(below), 2))
            self.levels.append(list(above))

    @property
    def root(self) -> bytes:
        """The digest of all leaves in their order."""
        return self.levels[-1][0]

    def path(self, index: int) -> list[bytes]:
        """Return the siblings on the way from a leaf to the root, the lowest first."""
        found = []
        for level in self.levels[:-1]:
            if index ^ 1 < len(level):
                found.append(level[index ^ 1])
            index //= 2
        return found


def _joined(left: bytes, right: bytes | None = None) -> bytes:
    """Return the node above two; the last of an odd level rises as it is."""
    return left if right is None else hashlib.sha256(NODE + left + right).digest()
