"""Inverse document frequencies of terms, and the weights that follow from them.

In:   term ids of every post that is no copy, in order of arrival.
Out:  whole-number vectors of length about 1,024 (sums of them do not depend on the order).
Cost: 6 MB; 10 µs a post. Weights follow a *table*: the counts as they stood when the number
      of posts last passed a step, so that they are a function of the posts, not of the moment.
"""

from __future__ import annotations

import math
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from huiying.engine.text.terms import CONTENT_WORDS, TERM_COUNT, BaseWeights, TermIds

UNIT: Final = 1024  # length of a vector
_WEIGHT_STEPS: Final = 4096  # steps of a weight before the length is known
NAME_UNIT: Final = 256  # weight of the rarest name
_IDF_POWER: Final = 0.7
_COMMON_SHARE: Final = 0.20  # a term of more than a fifth of all posts says nothing
_COMMON_FROM: Final = 64  # … once there are this many posts
_FIRST_STEP: Final = 16
_GROWTH: Final = 1.5  # while there are few posts
_LATE_FROM: Final = 4_096
_LATE_STEP: Final = 65_536
_NAME_COUNT: Final = 1 << 18
_MAX_CACHED_NAMES: Final = 100_000
_RARE_POSTS: Final = 3
_RARE_SHARE: Final = 0.01
_RARE_WORD_POSTS: Final = 2
_RARE_WORD_SHARE: Final = 0.0005

_NO_NAMES: Final[dict[str, int]] = {}  # shared by all posts that name none

Counts = NDArray[np.int32]
Weights = NDArray[np.uint16]  # whole numbers up to UNIT


def next_table_size(posts: int) -> int:
    """Return the number of posts at which the table is renewed after ``posts``."""
    if posts < _LATE_FROM:
        return max(_FIRST_STEP, int(posts * _GROWTH))
    return min(posts * 2, posts + _LATE_STEP)


class IdfTable:
    """Document frequencies: the live counts and the table in use."""

    def __init__(self) -> None:
        self.counts: Counts = np.zeros(TERM_COUNT, np.int32)
        self.posts = 0
        self.table: Counts = np.zeros(TERM_COUNT, np.int32)
        self.table_posts = 0
        self.names: Counts = np.zeros(_NAME_COUNT, np.int32)
        self.names_table: Counts = np.zeros(_NAME_COUNT, np.int32)
        self.stale = False  # a new table was taken, vectors still follow the old one
        self.rare = CONTENT_WORDS  # words so rare that two posts do not share one by chance
        self._idf = self._compute_idf()
        self._name_cache: dict[str, int] = {}

    def learn(self, ids: TermIds, names: tuple[str, ...]) -> None:
        """Count one post; take a new table when a step is passed."""
        self.counts[ids] += 1
        for name in names:
            self.names[name_id(name)] += 1
        self.posts += 1
        if self.posts >= next_table_size(self.table_posts):
            self.take_table()

    def take_table(self) -> None:
        """Make the counts of now the table; vectors follow at ``refresh``."""
        self.table = self.counts.copy()
        self.names_table = self.names.copy()
        self.table_posts = self.posts
        self.stale = True

    def refresh(self) -> None:
        """Let vectors made from now on follow the newest table."""
        self._idf = self._compute_idf()
        most = max(_RARE_WORD_POSTS, _RARE_WORD_SHARE * self.table_posts)
        self.rare = CONTENT_WORDS & (self.table <= most)
        self.stale = False
        self._name_cache.clear()

    def _compute_idf(self) -> BaseWeights:
        most = int(self.table.max())
        few = most < TERM_COUNT // 8  # reckon once for all terms that were seen equally often
        times = np.arange(most + 1) if few else self.table
        idf = np.log((self.table_posts + 2) / np.maximum(times, 1.0)) ** _IDF_POWER
        if self.table_posts >= _COMMON_FROM:
            idf[times > _COMMON_SHARE * self.table_posts] = 0.0
        weights = idf.astype(np.float32)
        return weights.take(self.table) if few else weights

    def weigh(self, ids: TermIds, base: BaseWeights) -> Weights:
        """Return the whole-number vector of one post."""
        fine = np.rint(base * self._idf.take(ids) * np.float32(_WEIGHT_STEPS)).astype(
            np.float64
        )
        length = math.sqrt(float(np.dot(fine, fine)))
        scale = UNIT / length if length > 0 else 0.0
        weights: Weights = np.rint(fine * scale).astype(np.uint16)
        return weights

    def weigh_all(self, ids: TermIds, base: BaseWeights, starts: NDArray[np.intp]) -> Weights:
        """Return the vectors of many posts laid end to end.

        Rounded before they are summed, so that one alone and many at once agree to the bit.

        Args:
            ids: Terms of all posts.
            base: Their base weights.
            starts: Where each post begins; none of them empty.
        """
        fine = np.rint(base * self._idf.take(ids) * np.float32(_WEIGHT_STEPS)).astype(
            np.float64
        )
        lengths = np.sqrt(np.add.reduceat(fine * fine, starts))
        scales = np.divide(UNIT, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        sizes = np.diff(starts, append=ids.size)
        weights: Weights = np.rint(fine * np.repeat(scales, sizes)).astype(np.uint16)
        return weights

    def name_weights(self, names: tuple[str, ...]) -> dict[str, int]:
        """Return name → whole-number weight, the rarest about 256."""
        return {name: self._name_weight(name) for name in names} if names else _NO_NAMES

    def _name_weight(self, name: str) -> int:
        known = self._name_cache.get(name)
        if known is None:
            if len(self._name_cache) > _MAX_CACHED_NAMES:
                self._name_cache.clear()
            most = math.log(self.table_posts + 2)
            posts = max(1, int(self.names_table[name_id(name)]))
            idf = math.log((self.table_posts + 2) / posts) / most
            known = self._name_cache[name] = max(1, round(NAME_UNIT * idf))
        return known

    def is_rare(self, name: str) -> bool:
        """Tell whether a name is held by at most one post in a hundred (or by three)."""
        posts = int(self.names_table[name_id(name)])
        return posts <= max(_RARE_POSTS, _RARE_SHARE * self.table_posts)


def squared_norm(weights: Weights) -> float:
    """Return the square of the length of a vector."""
    wide = weights.astype(np.float64)
    return float(np.dot(wide, wide))


def name_id(name: str) -> int:
    """Return the place of a name in the table of names."""
    return crc32(name.encode("utf-8", "replace")) & (_NAME_COUNT - 1)
