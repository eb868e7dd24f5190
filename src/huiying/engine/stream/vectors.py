"""Sparse vectors of whole numbers: sums, products, cosines.

In:   sorted term ids with their values.
Out:  sums, products, cosines. Sums of whole numbers below 2^53 are exact.
Cost: a product 1-3 µs for a vector of some hundred terms.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from huiying.engine.text.terms import TERM_COUNT, TermIds

if TYPE_CHECKING:
    from huiying.engine.stream.idf import Weights

_LONG: Final = 8  # times as long: then it is quicker to look the shorter vector up
_UNWEIGHED: Final = np.empty(0, np.uint16)

Sums = NDArray[np.float64]


def sum_vectors(ids: list[TermIds], values: list[Sums]) -> tuple[TermIds, Sums]:
    """Return the sum of sparse vectors of sorted ids; what becomes zero is forgotten."""
    if len(ids) == 1:
        every, sums = ids[0], values[0]
    else:
        loaded, weights = np.concatenate(ids), np.concatenate(values)
        order = loaded.argsort(kind="stable")  # sorted runs: this only merges them
        loaded, weights = loaded[order], weights[order]
        begins = np.empty(loaded.size, np.bool_)
        begins[:1] = True
        np.not_equal(loaded[1:], loaded[:-1], out=begins[1:])
        starts = begins.nonzero()[0]
        every = loaded[starts]
        sums = np.add.reduceat(weights, starts) if starts.size else weights
    if not sums.all():
        nonzero = sums != 0
        every, sums = every[nonzero], sums[nonzero]
    return every, sums


class ScratchVector:
    """A dense vector for one sparse vector at a time: the quick way to many products."""

    def __init__(self) -> None:
        self._dense: Sums = np.zeros(TERM_COUNT, np.float64)
        self._ids: TermIds = np.empty(0, np.int32)
        self._values: Weights | Sums = _UNWEIGHED
        self._long = _LONG  # terms of another vector from which it is searched

    def load(self, ids: TermIds, values: Weights | Sums) -> ScratchVector:
        """Lay a vector of sorted ids down in place of the last one."""
        if ids is self._ids and values is self._values:
            return self
        self._dense[self._ids] = 0.0
        self._dense[ids] = values
        self._ids, self._values = ids, values
        self._long = _LONG * max(1, ids.size)
        return self

    def at(self, ids: TermIds) -> Sums:
        """Return the values of the vector laid down at some ids."""
        return self._dense.take(ids)

    def dot(self, ids: TermIds, values: Weights | Sums) -> float:
        """Return the product of the vector laid down with another of sorted ids."""
        if ids.size <= self._long:
            return self.dot_unsorted(ids, values)
        places = np.searchsorted(ids, self._ids)
        places[places == ids.size] = 0
        found = ids[places] == self._ids
        wide = values[places[found]].astype(np.float64)  # a product has no room in a weight
        return float(np.dot(wide, self._values[found]))

    def dot_unsorted(self, ids: TermIds, values: Weights | Sums) -> float:
        """Return the product with a vector of ids in any order, each as often as it likes."""
        return float(self._dense.take(ids).dot(values))


def cosine(product: float, left_square: float, right_square: float) -> float:
    """Return the cosine in [0, 1]; 0 when a vector is empty."""
    if left_square <= 0 or right_square <= 0:
        return 0.0
    return product / (sqrt(left_square) * sqrt(right_square))


def name_cosine(
    left: dict[str, int], left_square: int, right: dict[str, int], right_square: int
) -> float:
    """Return the cosine of two name vectors of whole numbers; 0 when they share no name."""
    if len(left) > len(right):
        left, right = right, left
    product = 0
    for name, weight in left.items():
        if name in right:
            product += weight * right[name]
    return cosine(float(product), float(left_square), float(right_square)) if product else 0.0
