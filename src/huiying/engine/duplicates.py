"""Group copies of one text: the same, trimmed, or lightly edited.

In:   cleaned texts; keys of posts.
Out:  the key of the first seen copy, with the share of shingles both have.
Cost: about 20 µs for a signature and 3 µs for a look-up; 2 KB per post in the window.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import rensa

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERMUTATIONS: Final = 64
_BANDS: Final = 16
_SEED: Final = 20_201
_SHINGLE: Final = 3
_FIRST_ROWS: Final = 1_024
_CONTAINED: Final = 0.95  # share of the shorter text that makes it a trimmed copy
_EDITED: Final = 0.80  # share of both that makes a lightly edited copy
_SLOT_FROM, _SLOT_TO = 2, 12  # characters of a word put in the place of another
_NOISE: Final = 0.10  # by which a signature may be wrong
_COMPARED: Final = 3  # likely copies that are compared letter by letter
SHORT_CHARS: Final = 24  # shorter texts are copies only when equal: few shingles prove nothing
_SIGNED_CHARS: Final = 1_000  # enough to know a copy by
_BYTES, _TOP_BYTE = np.uint64(0x0101010101010101), np.uint64(56)
_WORD = re.compile(r"[^\W_]+")

Signature: TypeAlias = Any  # a rensa.RMinHash; the package has no types


def bare(text: str) -> str:
    """Return the text without spaces and punctuation: what copies agree on."""
    return "".join(_WORD.findall(text))


def fingerprint(bared: str) -> int:
    """Return a 64-bit number that is equal for equal bare texts; 0 for no text."""
    if not bared:
        return 0
    digest = blake2b(bared.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def signature(bared: str) -> Signature | None:
    """Return the MinHash signature of a bare text, or None when it is too short for one."""
    if len(bared) < SHORT_CHARS:
        return None
    head = bared[:_SIGNED_CHARS]
    made = rensa.RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    made.update(_shingles(head))
    return made


@dataclass(frozen=True, slots=True)
class Trace:
    """What a copy of a text is known by."""

    print: int  # equal for equal bare texts, 0 for no text
    signed: Signature | None  # None: too short, a copy only when equal
    head: str  # the beginning of the bare text
    names: tuple[str, ...]  # of places and bodies in it


def trace(bared: str, names: tuple[str, ...]) -> Trace:
    """Return the trace of a bare text."""
    return Trace(fingerprint(bared), signature(bared), bared[:_SIGNED_CHARS], names)


def _short(signed: Signature) -> NDArray[np.uint8]:
    """Return the lowest bytes of a digest: they tell apart as well in less room."""
    return np.array(signed.digest(), np.uint32).astype(np.uint8)


def _shingles(head: str) -> list[str]:
    return [head[i : i + _SHINGLE] for i in range(len(head) - _SHINGLE + 1)]


def copied_share(left: Trace, right: Trace, *, least: float) -> float:
    """Return the share of shingles that two texts have in common, or 0 if neither copies.

    A letter with another word in the same slot, or about another place, is no copy: only a
    trimmed text, or one with small changes that put nothing in the place of something.
    """
    ones, others = set(_shingles(left.head)), set(_shingles(right.head))
    common = len(ones & others)
    share = common / max(1, len(ones | others))
    if share < least:
        return 0.0
    if common / min(len(ones), len(others)) >= _CONTAINED:
        return share
    if set(left.names) - set(right.names) and set(right.names) - set(left.names):
        return 0.0
    return share if share >= _EDITED and not _is_slot(left.head, right.head) else 0.0


def _same_from_start(left: str, right: str) -> int:
    """Return the number of characters that two texts share from their beginning."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(left), len(right)))


def _is_slot(left: str, right: str) -> bool:
    """Tell whether one stretch of some characters stands in the place of another."""
    start = _same_from_start(left, right)
    end = _same_from_start(left[start:][::-1], right[start:][::-1])
    sizes = (len(left) - start - end, len(right) - start - end)
    return min(sizes) >= _SLOT_FROM and max(sizes) <= _SLOT_TO


class CopyIndex:
    """Find the copy of a text among the posts put in; forgets on request."""

    def __init__(self, *, least_share: float) -> None:
        self._least = least_share
        self._equal: dict[int, int] = {}
        self._near = rensa.RMinHashLSH(
            threshold=least_share, num_perm=PERMUTATIONS, num_bands=_BANDS
        )
        self._rows: dict[int, int] = {}  # key → row of the digests, the name inside the LSH
        self._free: list[int] = []
        self._digests = np.zeros((_FIRST_ROWS, PERMUTATIONS), np.uint8)
        self._keys = np.zeros(_FIRST_ROWS, np.int64)
        self._sizes = np.zeros(_FIRST_ROWS, np.int32)  # characters of the heads
        self._traces: dict[int, Trace] = {}

    def find(self, sought: Trace) -> tuple[int, float] | None:
        """Return the key of the copy most alike, the oldest of equals, and its share."""
        if sought.print == 0:
            return None
        if sought.print in self._equal:
            return self._equal[sought.print], 1.0
        if sought.signed is None:
            return None
        for key in self._likely(sought):
            share = copied_share(sought, self._traces[key], least=self._least)
            if share:
                return key, share
        return None

    def _likely(self, sought: Trace) -> list[int]:
        """Return the keys of likely copies, the most alike first, the oldest of equals."""
        rows = np.array(self._near.query(sought.signed), np.intp)
        if rows.size == 0:
            return []
        same = self._digests[rows] == _short(sought.signed)
        # Eight truths are one number of eight bytes: add the numbers, then their bytes.
        equal = ((same.view(np.uint64).sum(axis=1) * _BYTES) >> _TOP_BYTE).astype(np.intp)
        enough = equal >= (self._least - _NOISE) * PERMUTATIONS
        if not enough.any():
            return []
        rows, equal = rows[enough], equal[enough]
        likely = self._may_be_copies(equal / PERMUTATIONS, len(sought.head), rows)
        keys = self._keys[rows[likely]].tolist()
        best = sorted(zip((-equal[likely]).tolist(), keys, strict=True))
        return [key for _, key in best[:_COMPARED]]

    def _may_be_copies(
        self, shares: NDArray[np.float64], size: int, rows: NDArray[np.intp]
    ) -> NDArray[np.bool_]:
        """Tell by estimates which texts are worth a comparison letter by letter."""
        sizes = self._sizes[rows]
        common = shares * (sizes + size) / (1 + shares)
        contained = common / np.minimum(sizes, size) >= _CONTAINED - _NOISE
        return contained | (shares >= _EDITED - _NOISE)

    def add(self, key: int, of: Trace) -> None:
        """Put a post in; the oldest key of an equal text stays the one found."""
        held = self._equal.get(of.print)
        if of.print and (held is None or key < held):
            self._equal[of.print] = key
        if of.signed is None or key in self._rows:
            return
        row = self._free.pop() if self._free else len(self._rows)
        if row >= len(self._keys):
            self._digests = np.concatenate((self._digests, np.zeros_like(self._digests)))
            self._keys = np.concatenate((self._keys, np.zeros_like(self._keys)))
            self._sizes = np.concatenate((self._sizes, np.zeros_like(self._sizes)))
        self._digests[row], self._keys[row] = _short(of.signed), key
        self._sizes[row] = len(of.head)
        self._near.insert(row, of.signed)
        self._rows[key], self._traces[key] = row, of

    def remove(self, key: int, of: Trace) -> None:
        """Take a post out; no error if it is not in."""
        if self._equal.get(of.print) == key:
            del self._equal[of.print]
        row = self._rows.pop(key, None)
        if row is not None:
            del self._traces[key]
            self._near.remove(row)
            self._free.append(row)

    def __len__(self) -> int:
        return len(self._equal)
