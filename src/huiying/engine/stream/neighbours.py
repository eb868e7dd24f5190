"""Find the posts of the window nearest to a post.

In:   the heaviest terms of each post that stands for its copies.
Out:  keys of neighbours with their retrieval cosine, best first; equal cosines by a number
      drawn from the key, so that the answer does not depend on how the index was built.
Cost: about 80 µs a post at 50,000 posts; 16 bytes × heaviest terms for each post.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sparse_dot_topn import sp_matmul_topn

from huiying.engine.stream.idf import UNIT, Weights
from huiying.engine.text.terms import TERM_BITS, TERM_COUNT, TermIds

_COLUMN_BITS: Final = 17  # retrieval ids are folded: a false neighbour is rejected by the score
_COLUMNS: Final = 1 << _COLUMN_BITS
_WEIGHT_BITS: Final = 16
_WEIGHT: Final = (1 << _WEIGHT_BITS) - 1
_TIE: Final = float(1 << 20)  # room below a whole weight for the number drawn from the key
_DRAW_1, _DRAW_2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0x7F4A7C15)
_DRAW_3, _DRAW_SHIFT, _DRAW_FOLD = np.uint64(0xBF58476D1CE4E5B9), np.uint64(31), np.uint64(44)
_APART: Final = float(1 << 42)  # above every value, and whole numbers below 2^53 stay exact
_JOIN_RATIO: Final = 3  # a part is joined with one less than this many times as large …
_PART_POSTS: Final = 16_384  # … unless both together have more: it is dear to join
_LEFT_RATIO: Final = 8  # times smaller than the next is what is left of the oldest, joined

Keys = NDArray[np.int64]
Sizes = NDArray[np.intp]
RetrievalRow = tuple[NDArray[np.int32], NDArray[np.float64]]


def heaviest_terms(ids: TermIds, weights: Weights, most: int) -> RetrievalRow:
    """Return the ``most`` heaviest terms, of equal ones the highest ids, ordered by id."""
    if ids.size > most:
        ranks = (weights.astype(np.int64) << TERM_BITS) | ids  # no two are equal
        order = ranks.argpartition(-most)[-most:]
        order.sort()
        ids, weights = ids[order], weights[order]
    chosen = weights > 0
    columns = (ids[chosen] & (_COLUMNS - 1)).astype(np.int32)
    return columns, weights[chosen].astype(np.float64)


def heaviest_terms_of_all(
    ids: TermIds, weights: Weights, sizes: Sizes, most: int
) -> list[RetrievalRow]:
    """Return what ``heaviest_terms`` says of many posts at once, in a third of the time.

    Args:
        ids: Terms of all posts.
        weights: Their weights.
        sizes: How many terms each post has.
        most: Terms kept of each.
    """
    which = np.arange(sizes.size, dtype=np.int64).repeat(sizes)
    ranks = (((which << _WEIGHT_BITS) | weights) << TERM_BITS) | ids  # no two are equal
    ranks.sort()
    ranks = ranks[sizes.cumsum().repeat(sizes) - np.arange(ids.size) <= most]
    values = (ranks >> TERM_BITS) & _WEIGHT
    which = ranks >> (TERM_BITS + _WEIGHT_BITS)
    ordered = (((which << TERM_BITS) | (ranks & (TERM_COUNT - 1))) << _WEIGHT_BITS) | values
    ordered = ordered[values > 0]
    ordered.sort()
    columns = ((ordered >> _WEIGHT_BITS) & (_COLUMNS - 1)).astype(np.int32)
    weighed = (ordered & _WEIGHT).astype(np.float64)
    counts = np.bincount(ordered >> (TERM_BITS + _WEIGHT_BITS), minlength=sizes.size)
    ends = counts.cumsum().tolist()
    return [(columns[at:end], weighed[at:end]) for at, end in pairwise((0, *ends))]


def tie_breakers(keys: list[int]) -> NDArray[np.float64]:
    """Return for each key a number in [0, 2^20) drawn from it."""
    mixed = np.array(keys, np.int64).astype(np.uint64) * _DRAW_1 + _DRAW_2
    mixed = (mixed ^ (mixed >> _DRAW_SHIFT)) * _DRAW_3
    return (mixed >> _DRAW_FOLD).astype(np.float64)


def _stack(rows: list[RetrievalRow]) -> csr_matrix:
    sizes = np.fromiter((row[0].size for row in rows), np.int32, len(rows))
    pointers = np.zeros(len(rows) + 1, np.int32)
    np.cumsum(sizes, out=pointers[1:])
    columns = np.concatenate([row[0] for row in rows]) if rows else np.empty(0, np.int32)
    values = np.concatenate([row[1] for row in rows]) if rows else np.empty(0, np.float64)
    return csr_matrix((values, columns, pointers), shape=(len(rows), _COLUMNS), copy=False)


class _Part:
    """A transposed block of posts whose columns can be blanked."""

    def __init__(self, keys: list[int], stacked: csr_matrix) -> None:
        """Turn a block round.

        Args:
            keys: Of the posts, a row each.
            stacked: Their rows, with numbers drawn from the keys below the weights.
        """
        self.keys: Keys = np.array(keys, np.int64)
        self.place = {key: at for at, key in enumerate(keys)}
        self._starts = stacked.indptr  # of each row, in ``_where``
        count = stacked.data.size
        numbered = csr_matrix(
            (np.arange(count, dtype=np.int32), stacked.indices, stacked.indptr),
            shape=stacked.shape,
            copy=False,
        )
        turned = numbered.tocsc()
        self._where = np.empty(count, np.int32)
        self._where[turned.data] = np.arange(count, dtype=np.int32)
        self.turned = csr_matrix(
            (stacked.data[turned.data], turned.indices, turned.indptr),
            shape=(_COLUMNS, len(keys)),
            copy=False,
        )

    @classmethod
    def of(cls, keys: list[int], rows: list[RetrievalRow]) -> _Part:
        """Return the part of posts given one by one."""
        stacked = _stack(rows)
        links = np.repeat(tie_breakers(keys), np.diff(stacked.indptr))
        stacked.data = stacked.data * _TIE + links
        return cls(keys, stacked)

    def joined(self, other: _Part) -> _Part:
        """Return the posts of both that were not blanked, in one part."""
        keys = [*self.place, *other.place]
        return _Part(keys, vstack([self._living(), other._living()], format="csr"))

    def _living(self) -> csr_matrix:
        """Return the rows that were not blanked; they are kept once only, turned round."""
        columns = np.arange(_COLUMNS, dtype=np.int32).repeat(np.diff(self.turned.indptr))
        rows = csr_matrix(
            (self.turned.data[self._where], columns[self._where], self._starts),
            shape=(len(self.keys), _COLUMNS),
            copy=False,
        )
        if len(self.place) == len(self.keys):
            return rows
        return rows[np.fromiter(self.place.values(), np.intp, len(self.place))]

    def __len__(self) -> int:
        return len(self.place)

    def blank(self, key: int) -> bool:
        at = self.place.pop(key, None)
        if at is None:
            return False
        self.turned.data[self._where[self._starts[at] : self._starts[at + 1]]] = 0.0
        return True


class NeighbourIndex:
    """The window's posts in parts: new ones in small parts, joined when they have grown."""

    def __init__(self, *, neighbours: int, floor: float, part_posts: int = _PART_POSTS) -> None:
        self._most = neighbours
        self._part_posts = part_posts
        self._floor = floor * UNIT * UNIT * _TIE
        self._waiting: dict[int, RetrievalRow] = {}  # put in, in no part yet
        self._parts: list[_Part] = []  # oldest and largest first

    def add(self, key: int, row: RetrievalRow) -> None:
        """Put a post in (or back)."""
        self.remove(key)
        self._waiting[key] = row

    def remove(self, key: int) -> None:
        """Take a post out; no error if it is not in."""
        if self._waiting.pop(key, None) is None:
            any(part.blank(key) for part in self._parts)

    def _built(self) -> list[_Part]:
        """Return the parts, with all that waited in them."""
        if self._waiting:
            self._parts.append(_Part.of(list(self._waiting), list(self._waiting.values())))
            self._waiting = {}
        self._parts = parts = [part for part in self._parts if part.place]
        while len(parts) > 1 and self._are_to_join(*parts[-2:]):
            parts[-2:] = [parts[-2].joined(parts[-1])]
        if len(parts) > 1 and len(parts[0]) * _LEFT_RATIO <= len(parts[1]):
            parts[:2] = [parts[0].joined(parts[1])]
        return parts

    def _are_to_join(self, large: _Part, small: _Part) -> bool:
        alike = len(small) * _JOIN_RATIO >= len(large)
        return alike and len(large) + len(small) <= self._part_posts

    def nearest(
        self, rows: list[RetrievalRow], most: int | None = None
    ) -> list[list[tuple[int, float]]]:
        """Return for each row its neighbours as (key, cosine times 2^40), best first.

        Args:
            rows: The terms by which neighbours are looked for.
            most: Neighbours of each row; None: as many as usual.
        """
        most = self._most if most is None else most
        parts = self._built() if rows else []
        if not parts:
            return [[] for _ in rows]
        queries = _stack(rows)
        found = []
        for part in parts:
            best = sp_matmul_topn(
                queries, part.turned, top_n=most, threshold=self._floor, sort=False
            )
            which = np.arange(len(rows)).repeat(np.diff(best.indptr))
            found.append((which, part.keys[best.indices], best.data))
        return self._best(len(rows), most, *map(np.concatenate, zip(*found, strict=True)))

    def _best(
        self,
        rows: int,
        most: int,
        which: NDArray[np.intp],
        keys: Keys,
        values: NDArray[np.float64],
    ) -> list[list[tuple[int, float]]]:
        """Return the best of each row: which row each belongs to, its key and its value."""
        ranks = which * _APART - values
        order = ranks.argsort()
        if (np.diff(ranks[order]) == 0).any():  # nearly never, and it takes five times as long
            order = np.lexsort((keys, ranks))
        counts = np.bincount(which, minlength=rows)
        begins = counts.cumsum() - counts
        chosen = order[np.arange(order.size) - begins.repeat(counts) < most]
        near = list(zip(keys[chosen].tolist(), values[chosen].tolist(), strict=True))
        ends = np.minimum(counts, most).cumsum().tolist()
        return [near[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def among(self, keys: list[int], rows: list[RetrievalRow]) -> list[list[tuple[int, float]]]:
        """Return for each row its neighbours among the *earlier* rows, best first."""
        if len(rows) < 2:  # noqa: PLR2004 - one has no earlier row
            return [[] for _ in rows]
        part = _Part.of(keys, rows)
        product = (_stack(rows) @ part.turned).tocoo()
        chosen = (product.col < product.row) & (product.data > self._floor)
        found = part.keys[product.col[chosen]]
        return self._best(
            len(rows), self._most, product.row[chosen], found, product.data[chosen]
        )

    def join(
        self, left: list[tuple[int, float]], right: list[tuple[int, float]]
    ) -> list[tuple[int, float]]:
        """Return the best of two answers."""
        if not (left and right):
            return left or right
        return sorted(left + right, key=_best_first)[: self._most]

    def __len__(self) -> int:
        return len(self._waiting) + sum(map(len, self._parts))


def _best_first(near: tuple[int, float]) -> tuple[float, int]:
    return (-near[1], near[0])
