"""Find the posts of the window nearest to a post.

In:   the heaviest terms of each post that stands for its copies.
Out:  keys of neighbours with their retrieval cosine, best first; equal cosines by a number
      drawn from the key, so that the answer does not depend on how the index was built.
Cost: about 80 µs a post at 50,000 posts; 130 bytes × heaviest terms for each post.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from huiying.engine.terms import Ids
from huiying.engine.weights import UNIT, Weights

_COLUMN_BITS: Final = 17  # retrieval ids are folded: a false neighbour is rejected by the score
_COLUMNS: Final = 1 << _COLUMN_BITS
_TIE: Final = float(1 << 20)  # room below a whole weight for the number drawn from the key
_TAIL_POSTS: Final = 4_096  # posts after which the two parts of the index are joined

Row = tuple[NDArray[np.int32], NDArray[np.float64]]


def heaviest(ids: Ids, weights: Weights, most: int) -> Row:
    """Return the ``most`` heaviest terms, ordered by id."""
    if ids.size > most:
        order = np.argpartition(weights, -most)[-most:]
        order.sort()
        ids, weights = ids[order], weights[order]
    kept = weights > 0
    columns = (ids[kept] & (_COLUMNS - 1)).astype(np.int32)
    return columns, weights[kept].astype(np.float64)


def tie_number(key: int) -> float:
    """Return a number in [0, 2^20) drawn from a key."""
    mixed = (key * 0x9E3779B97F4A7C15 + 0x7F4A7C15) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 31)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    return float(mixed >> 44)


def _stack(rows: list[Row]) -> csr_matrix:
    sizes = np.fromiter((row[0].size for row in rows), np.int32, len(rows))
    pointers = np.zeros(len(rows) + 1, np.int32)
    np.cumsum(sizes, out=pointers[1:])
    columns = np.concatenate([row[0] for row in rows]) if rows else np.empty(0, np.int32)
    values = np.concatenate([row[1] for row in rows]) if rows else np.empty(0, np.float64)
    return csr_matrix((values, columns, pointers), shape=(len(rows), _COLUMNS), copy=False)


class _Part:
    """A transposed block of posts whose columns can be blanked."""

    def __init__(self, keys: list[int], rows: list[Row]) -> None:
        self.keys = keys
        self.place = {key: at for at, key in enumerate(keys)}
        tied = [
            (row[0], row[1] * _TIE + tie_number(key))
            for key, row in zip(keys, rows, strict=True)
        ]
        stacked = _stack(tied)
        self._starts = stacked.indptr
        values = stacked.data
        stacked.data = np.arange(values.size, dtype=np.int32)
        turned = stacked.tocsc()
        order = turned.data
        self._where = np.empty(values.size, np.int32)
        self._where[order] = np.arange(values.size, dtype=np.int32)
        self.turned = csr_matrix(
            (values[order], turned.indices, turned.indptr),
            shape=(_COLUMNS, len(keys)),
            copy=False,
        )

    def blank(self, key: int) -> bool:
        at = self.place.pop(key, None)
        if at is None:
            return False
        self.turned.data[self._where[self._starts[at] : self._starts[at + 1]]] = 0.0
        return True


class NeighbourIndex:
    """The window's posts, in a large part that is built rarely and a small one that grows."""

    def __init__(self, *, neighbours: int, floor: float) -> None:
        self._most = neighbours
        self._floor = floor * UNIT * UNIT * _TIE
        self._rows: dict[int, Row] = {}
        self._large = _Part([], [])
        self._tail_keys: dict[int, None] = {}
        self._tail: _Part | None = None

    def add(self, key: int, row: Row) -> None:
        """Put a post in (or back)."""
        if key in self._rows:
            self.remove(key)
        self._rows[key] = row
        self._tail_keys[key] = None
        self._tail = None

    def remove(self, key: int) -> None:
        """Take a post out; no error if it is not in."""
        if self._rows.pop(key, None) is None:
            return
        self._large.blank(key)
        if key in self._tail_keys:
            del self._tail_keys[key]
            self._tail = None

    def _parts(self) -> list[_Part]:
        if len(self._tail_keys) > _TAIL_POSTS:
            keys = list(self._rows)
            self._large = _Part(keys, [self._rows[key] for key in keys])
            self._tail_keys, self._tail = {}, None
        if self._tail is None:
            self._tail = _Part(
                list(self._tail_keys), [self._rows[key] for key in self._tail_keys]
            )
        return [part for part in (self._large, self._tail) if part.keys]

    def nearest(self, rows: list[Row]) -> list[list[tuple[int, float]]]:
        """Return for each row its neighbours as (key, cosine times 2^40), best first."""
        found: list[list[tuple[int, float]]] = [[] for _ in rows]
        if not rows:
            return found
        asked = _stack(rows)
        for part in self._parts():
            best = sp_matmul_topn(
                asked, part.turned, top_n=self._most, threshold=self._floor, sort=True
            )
            starts, columns, values = best.indptr, best.indices, best.data
            for at in range(len(rows)):
                for position in range(starts[at], starts[at + 1]):
                    if values[position] > 0:
                        found[at].append(
                            (part.keys[columns[position]], float(values[position]))
                        )
        return [sorted(near, key=_best_first)[: self._most] for near in found]

    def among(self, keys: list[int], rows: list[Row]) -> list[list[tuple[int, float]]]:
        """Return for each row its neighbours among the *earlier* rows, best first."""
        found: list[list[tuple[int, float]]] = [[] for _ in rows]
        if len(rows) < 2:  # noqa: PLR2004 - one has no earlier row
            return found
        part = _Part(keys, rows)
        product = (_stack(rows) @ part.turned).tocoo()
        kept = (product.col < product.row) & (product.data > self._floor)
        for row, column, value in zip(
            product.row[kept].tolist(),
            product.col[kept].tolist(),
            product.data[kept].tolist(),
            strict=True,
        ):
            found[row].append((keys[column], value))
        return [sorted(near, key=_best_first)[: self._most] for near in found]

    def join(
        self, left: list[tuple[int, float]], right: list[tuple[int, float]]
    ) -> list[tuple[int, float]]:
        """Return the best of two answers."""
        return sorted(left + right, key=_best_first)[: self._most]

    def __len__(self) -> int:
        return len(self._rows)


def _best_first(near: tuple[int, float]) -> tuple[float, int]:
    return (-near[1], near[0])
