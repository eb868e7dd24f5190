"""Events as sums of the posts in them.

In:   whole-number vectors of the posts that stand for their copies.
Out:  sums, lengths, cosines. Sums of whole numbers below 2^53 are exact: an event is a
      function of its members, whatever the order in which they came or left.
Cost: a cosine 3 µs for a small event; joining is free until the next compaction.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from huiying.engine.terms import TERM_COUNT, Ids

if TYPE_CHECKING:
    from datetime import datetime

    from huiying.engine.duplicates import Trace
    from huiying.engine.terms import Base
    from huiying.engine.weights import Weights

_LATE_TERMS: Final = 1_000
_LONG: Final = 8  # times as long: then it is quicker to look the shorter vector up

Sums = NDArray[np.float64]


class LivePost:
    """A post of the window, with what is needed to compare it."""

    __slots__ = (
        "at",
        "base",
        "event",
        "group",
        "ids",
        "key",
        "lead",
        "name_square",
        "name_weights",
        "names",
        "square",
        "trace",
        "weighed",
        "weights",
    )  # fmt: skip

    def __init__(
        self, *, key: int, at: datetime, group: int, event: int, ids: Ids, base: Base,
        names: tuple[str, ...], lead: str, trace: Trace,
    ) -> None:  # fmt: skip
        self.key, self.at, self.group, self.event = key, at, group, event
        self.ids, self.base, self.names, self.lead = ids, base, names, lead
        self.trace = trace
        self.weights: Weights = base
        self.square = 0.0
        self.weighed = False
        self.name_weights: dict[str, int] = {}
        self.name_square = 0

    def __len__(self) -> int:
        return 1

    def weigh(self, weights: Weights, name_weights: dict[str, int]) -> None:
        """Set the vector of the post."""
        self.weights, self.name_weights, self.weighed = weights, name_weights, True
        self.name_square = sum(weight * weight for weight in name_weights.values())
        wide = weights.astype(np.float64)
        self.square = float(np.dot(wide, wide))


class _Sum:
    """A sparse sum: sorted ids and values that are not zero."""

    __slots__ = ("ids", "values")

    def __init__(self) -> None:
        self.ids: Ids = np.empty(0, np.int32)
        self.values: Sums = np.empty(0, np.float64)

    def add(self, ids: Ids, values: Sums) -> None:
        """Add sorted values; what becomes zero is forgotten."""
        if not self.ids.size:
            self.ids, self.values = ids, values
            return
        places = np.searchsorted(self.ids, ids)
        known = self.ids[np.minimum(places, self.ids.size - 1)] == ids
        summed = self.values.copy()
        summed[places[known]] += values[known]
        new = ~known
        self.ids = np.insert(self.ids, places[new], ids[new])
        self.values = np.insert(summed, places[new], values[new])
        if not self.values.all():
            kept = self.values != 0
            self.ids, self.values = self.ids[kept], self.values[kept]


class Event:
    """One event: its members and the sum of their vectors."""

    __slots__ = (
        "_changes", "_late", "_main", "_square", "id", "keys", "members", "name_square",
        "name_weights",
    )  # fmt: skip

    def __init__(self, event_id: int) -> None:
        self.id = event_id
        self.keys: dict[int, None] = {}  # all its posts in the window
        self.members: dict[int, LivePost] = {}  # those that stand for their copies
        self.name_weights: dict[str, int] = {}
        self.name_square = 0
        self._square = 0.0
        self._main = _Sum()
        self._late = _Sum()  # what came since the main sum was last touched: small, so quick
        self._changes: list[tuple[LivePost, float]] = []  # not summed yet

    def __len__(self) -> int:
        return len(self.members)

    @property
    def square(self) -> float:
        """The square of the length of the sum."""
        if self._changes:
            self.compact()
        return self._square

    def add(self, post: LivePost, product: float | None = None) -> None:
        """Take a member in.

        Args:
            product: The product of the post with the sum as it is, if known: saves work.
        """
        if product is None or self._changes:
            self._changes.append((post, 1.0))
        else:
            self._square += 2 * product + post.square
            self._late.add(post.ids, post.weights.astype(np.float64))
            if self._late.ids.size > max(_LATE_TERMS, self._main.ids.size // 4):
                self.compact()
        self.members[post.key] = post
        self._count_names(post.name_weights, 1)

    def remove(self, post: LivePost) -> None:
        """Let a member go."""
        del self.members[post.key]
        if not self.members:
            self._clear()
            return
        self._changes.append((post, -1.0))
        self._count_names(post.name_weights, -1)

    def _count_names(self, weights: dict[str, int], sign: int) -> None:
        for name, weight in weights.items():
            held = self.name_weights.get(name, 0)
            now = held + sign * weight
            self.name_square += now * now - held * held
            if now:
                self.name_weights[name] = now
            else:
                del self.name_weights[name]

    def _clear(self) -> None:
        self._main, self._late, self._changes = _Sum(), _Sum(), []
        self._square = 0.0
        self.name_weights, self.name_square = {}, 0

    def compact(self) -> tuple[Ids, Sums]:
        """Return the sum as sorted ids and values above zero."""
        if self._late.ids.size:
            self._main.add(self._late.ids, self._late.values)
            self._late = _Sum()
        if self._changes:
            ids = np.concatenate([post.ids for post, _ in self._changes])
            values = np.concatenate(
                [post.weights * np.float64(sign) for post, sign in self._changes]
            )
            self._changes = []
            unique, inverse = np.unique(ids, return_inverse=True)
            sums: Sums = np.bincount(inverse, weights=values).astype(np.float64)
            self._main.add(unique[sums != 0], sums[sums != 0])
            self._square = float(np.dot(self._main.values, self._main.values))
        return self._main.ids, self._main.values

    def resum(self) -> None:
        """Sum all members anew, after their vectors changed."""
        posts = list(self.members.values())
        self._clear()
        for post in posts:
            self._changes.append((post, 1.0))
            self._count_names(post.name_weights, 1)

    def absorb(self, other: Event) -> None:
        """Take all members of another event in, at once."""
        self.compact()
        self._main.add(*other.compact())
        self._square = float(np.dot(self._main.values, self._main.values))
        self.members |= other.members
        self.keys |= other.keys
        self._count_names(other.name_weights, 1)

    def dot(self, laid: Scratch) -> float:
        """Return the product of the sum with the vector that was laid down."""
        if self._changes:
            self.compact()
        total = laid.product(self._main.ids, self._main.values) if self._main.ids.size else 0.0
        if self._late.ids.size:
            total += laid.product(self._late.ids, self._late.values)
        return total

    def newest(self, most: int) -> list[LivePost]:
        """Return its newest members by key, newest first."""
        return [self.members[key] for key in sorted(self.members, reverse=True)[:most]]


class Scratch:
    """A dense vector for one sparse vector at a time: the quick way to many products."""

    def __init__(self) -> None:
        self._dense: Sums = np.zeros(TERM_COUNT, np.float64)
        self._ids: Ids = np.empty(0, np.int32)
        self._values: NDArray[np.float32] | Sums = np.empty(0, np.float32)

    def lay(self, ids: Ids, values: NDArray[np.float32] | Sums) -> Scratch:
        """Lay a vector of sorted ids down in place of the last one."""
        if ids is self._ids and values is self._values:
            return self
        self._dense[self._ids] = 0.0
        self._dense[ids] = values
        self._ids, self._values = ids, values
        return self

    def product(self, ids: Ids, values: NDArray[np.float32] | Sums) -> float:
        """Return the product of the vector laid down with another of sorted ids."""
        if ids.size <= _LONG * max(1, self._ids.size):
            return float(np.dot(self._dense[ids], values))
        places = np.searchsorted(ids, self._ids)
        places[places == ids.size] = 0
        found = ids[places] == self._ids
        return float(np.dot(values[places[found]], self._values[found]))


def cosine(product: float, left_square: float, right_square: float) -> float:
    """Return the cosine in [0, 1]; 0 when a vector is empty."""
    if left_square <= 0 or right_square <= 0:
        return 0.0
    return product / (sqrt(left_square) * sqrt(right_square))


def name_cosine(
    left: dict[str, int], left_square: int, right: dict[str, int], right_square: int
) -> float:
    """Return the cosine of two name vectors; 0 when one has no name."""
    if len(left) > len(right):
        left, right = right, left
    product = sum(weight * right.get(name, 0) for name, weight in left.items())
    return cosine(float(product), float(left_square), float(right_square)) if product else 0.0
