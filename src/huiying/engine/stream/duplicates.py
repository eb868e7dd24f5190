"""Group copies of one text: the same, trimmed, or lightly edited.

In:   cleaned texts; keys of posts.
Out:  the key of the first seen copy, with the share of shingles both have.
Cost: about 20 µs for a signature and 20 µs for a look-up among many; 500 bytes a post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np
import rensa

from huiying.engine.stream.bands import PERMUTATIONS, BandIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from huiying.engine.stream.bands import Sizes

_SEED: Final = 20_201
_SHINGLE: Final = 3
_CONTAINED: Final = 0.95  # share of the shorter text that makes it a trimmed copy
_EDITED: Final = 0.80  # share of both that makes a lightly edited copy
_SLOT_FROM, _SLOT_TO = 2, 12  # characters of a word put in the place of another
_NOISE: Final = 0.10  # by which a signature may be wrong
_COMPARED: Final = 3  # likely copies that are compared letter by letter
SHORT_CHARS: Final = 24  # shorter texts are copies only when equal: few shingles prove nothing
_SIGNED_CHARS: Final = 1_000  # enough to know a copy by
_SHINGLE_SLICES: Final = [slice(at, at + _SHINGLE) for at in range(_SIGNED_CHARS)]  # made once
_WORD = re.compile(r"[^\W_]+")


def bare_text(text: str) -> str:
    """Return the text without spaces and punctuation: what copies agree on."""
    return "".join(_WORD.findall(text))


def text_digest(bared: str) -> int:
    """Return a 64-bit number that is equal for equal bare texts; 0 for no text."""
    if not bared:
        return 0
    digest = blake2b(bared.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def minhash(bared: str) -> bytes | None:
    """Return the MinHash signature of a bare text, or None when it is too short for one.

    Only the lowest byte of each number: it tells as well in a quarter of the room.
    """
    if len(bared) < SHORT_CHARS:
        return None
    head = bared[:_SIGNED_CHARS]
    made = rensa.RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    made.update(_shingles(head))
    return np.array(made.digest(), np.uint32).astype(np.uint8).tobytes()


@dataclass(frozen=True, slots=True)
class CopySignature:
    """What a copy of a text is known by."""

    digest: int  # equal for equal bare texts, 0 for no text
    minhash: bytes | None = field(compare=False)  # None: too short, a copy only when equal
    head: str  # the beginning of the bare text
    names: tuple[str, ...]  # of places and bodies in it


def copy_signature(bared: str, names: tuple[str, ...]) -> CopySignature:
    """Return the trace of a bare text."""
    return CopySignature(text_digest(bared), minhash(bared), bared[:_SIGNED_CHARS], names)


def _shingles(head: str) -> list[str]:
    return list(map(head.__getitem__, _SHINGLE_SLICES[: max(0, len(head) - _SHINGLE + 1)]))


def copied_share(left: CopySignature, right: CopySignature, *, least: float) -> float:
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
        self._near = BandIndex(_may_copy)
        self._traces: dict[int, CopySignature] = {}

    def find(
        self, sought: CopySignature, likely: Sequence[tuple[int, int]] | None = None
    ) -> tuple[int, float] | None:
        """Return the key of the copy most alike, the oldest of equals, and its share.

        Args:
            likely: What ``candidates`` said of this trace, if it was asked.
        """
        if sought.digest == 0:
            return None
        if sought.digest in self._equal:
            return self._equal[sought.digest], 1.0
        if sought.minhash is None:
            return None
        near = self.candidates({0: sought}).get(0, ()) if likely is None else likely
        here = (key for _, key in near if key in self._traces)
        for key in islice(here, _COMPARED):
            share = copied_share(sought, self._traces[key], least=self._least)
            if share:
                return key, share
        return None

    def candidates(
        self, traces: Mapping[int, CopySignature]
    ) -> dict[int, list[tuple[int, int]]]:
        """Return the likely copies of many texts at once.

        Args:
            traces: Key → trace of texts that are not in yet, in their order.

        Returns:
            Key → (minus equal numbers, key) of those put in *and of the earlier of these*, the
            most alike first, the oldest of equals. A text without any is left out, and one
            that is equal to a text put in.
        """
        signed = {
            key: of.minhash
            for key, of in traces.items()
            if of.minhash is not None and of.digest not in self._equal
        }
        if not signed:
            return {}
        least = (self._least - _NOISE) * PERMUTATIONS
        sizes = [len(traces[key].head) for key in signed]
        near = self._near.candidates(signed, sizes, least=least)
        return {
            key: sorted((-equal, other) for other, equal in others.items())
            for key, others in near.items()
        }

    def add(self, key: int, of: CopySignature) -> None:
        """Put a post in; the oldest key of an equal text stays the one found."""
        held = self._equal.get(of.digest)
        if of.digest and (held is None or key < held):
            self._equal[of.digest] = key
        if of.minhash is not None and key not in self._traces:
            self._near.add(key, of.minhash, len(of.head))
            self._traces[key] = of

    def remove(self, key: int, of: CopySignature) -> None:
        """Take a post out; no error if it is not in."""
        if self._equal.get(of.digest) == key:
            del self._equal[of.digest]
        if self._traces.pop(key, None) is not None:
            self._near.remove(key)

    def __len__(self) -> int:
        return len(self._equal)


def _may_copy(equal: NDArray[np.intp], size: Sizes, other: Sizes) -> NDArray[np.bool_]:
    """Tell by estimates which pairs of texts are worth a comparison letter by letter."""
    share = equal / PERMUTATIONS
    common = share * (size + other) / (1 + share)
    contained = common / np.minimum(size, other) >= _CONTAINED - _NOISE
    return contained | (share >= _EDITED - _NOISE)
