"""Events as sums of the vectors of their posts.

In:   whole-number vectors of the posts that stand for their copies.
Out:  sums and lengths (``vectors.py``). Sums of whole numbers are exact: an event is a
      function of its members, whatever the order in which they came or left.
Cost: a cosine 3 µs for a small event; joining is free until the next compaction.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

import numpy as np

from huiying.engine.stream.live_post import NO_IDS, LivePost, concatenate_vectors
from huiying.engine.stream.vectors import ScratchVector, Sums, sum_vectors
from huiying.engine.text.terms import TermIds

if TYPE_CHECKING:
    from huiying.engine.stream.idf import Weights
    from huiying.engine.text.names import Scene

_CHANGES: Final = 16  # posts that may wait to be summed …
_PER_CHANGE: Final = 512  # … and one more for so many terms: summing a long vector is dear
_NO_SUMS: Final = np.empty(0, np.float64)
_NO_SCENES: Final[dict[int, Scene]] = {}
_NO_NAMES: Final[dict[str, int]] = {}


class Event:
    """One event: its members and the sum of their vectors."""

    __slots__ = (
        "_changes",
        "_ids",
        "_own_names",
        "_recent",
        "_squared_norm",
        "_sums",
        "_unknown",
        "id",
        "keys",
        "members",
        "name_weights",
        "names_squared_norm",
        "scenes",
    )  # fmt: skip

    def __init__(self, event_id: int) -> None:
        self.id = event_id
        self.keys: dict[int, None] = {}  # all its posts in the window
        self.members: dict[int, LivePost] = {}  # those that stand for their copies, by key
        self.scenes = _NO_SCENES  # of its members that tell of harm to people
        self._unknown = False  # whether the square is to be computed anew
        self.name_weights: dict[str, int] = _NO_NAMES
        self._recent: tuple[TermIds, Weights] | None = None  # its changes laid end to end
        self._clear()

    def __len__(self) -> int:
        return len(self.members)

    @property
    def squared_norm(self) -> float:
        """The square of the length of the sum."""
        if self._unknown:
            self._measure()
        return self._squared_norm

    def _measure(self) -> None:
        """Find the square of the length out; a lone post knows its own."""
        if (lone := self._lone()) is None:
            self.compact()
        else:
            self._squared_norm, self._unknown = lone.squared_norm, False

    def add(self, post: LivePost, product: float | None = None) -> None:
        """Take a member in.

        Args:
            product: The product of the post with the sum as it is, if known: saves work.
        """
        if not self._changes and not self._ids.size:
            product = 0.0
        self._changes.append((post, 1.0))
        self._recent = None
        if product is None or self._unknown:
            self._unknown = True
        else:
            self._squared_norm += 2 * product + post.squared_norm
        self.members[post.key] = post
        self._put_in_order(post.key)
        if post.scene is not None:
            self.scenes = self.scenes | post.scenes
        self._count_names(post.name_weights, 1)

    def remove(self, post: LivePost) -> None:
        """Let a member go."""
        del self.members[post.key]
        if post.key in self.scenes:
            self.scenes = {key: one for key, one in self.scenes.items() if key != post.key}
        if not self.members:
            self._clear()
            return
        self._changes.append((post, -1.0))
        self._recent = None
        self._unknown = True
        self._count_names(post.name_weights, -1)

    def _put_in_order(self, first_new: int) -> None:
        """Keep members in order of their keys; nearly always the new ones come last."""
        if len(self.members) > 1 and next(islice(reversed(self.members), 1, 2)) > first_new:
            self.members = dict(sorted(self.members.items()))

    def _count_names(self, weights: dict[str, int], sign: int) -> None:
        if not weights:
            return
        if not self.name_weights:  # shared with the post until another brings names
            self.name_weights = weights
            self._own_names = False
            self.names_squared_norm = sum(weight * weight for weight in weights.values())
            return
        if not self._own_names:
            self.name_weights = dict(self.name_weights)
            self._own_names = True
        for name, weight in weights.items():
            held = self.name_weights.get(name, 0)
            now = held + sign * weight
            self.names_squared_norm += now * now - held * held
            if now:
                self.name_weights[name] = now
            else:
                del self.name_weights[name]

    def _clear(self) -> None:
        self._ids: TermIds = NO_IDS
        self._sums: Sums = _NO_SUMS
        self._changes: list[tuple[LivePost, float]] = []  # not summed yet
        self._recent = None
        self._squared_norm = 0.0
        self._unknown = False
        self.name_weights = _NO_NAMES
        self._own_names = False
        self.names_squared_norm = 0

    def vector(self) -> tuple[TermIds, Weights | Sums]:
        """Return the sum as sorted ids and values; that of one post is not made anew."""
        lone = self._lone()
        return self.compact() if lone is None else (lone.ids, lone.weights)

    def _lone(self) -> LivePost | None:
        """Return the post that alone is the sum, so that it need not be kept twice."""
        if len(self._changes) != 1 or self._ids.size or self._changes[0][1] < 0:
            return None
        return self._changes[0][0]

    def compact(self) -> tuple[TermIds, Sums]:
        """Return the sum as sorted ids and values."""
        if (lone := self._lone()) is not None:
            self._squared_norm, self._unknown = lone.squared_norm, False
            return sum_vectors([lone.ids], [lone.weights.astype(np.float64)])
        if self._changes:
            ids = [self._ids] if self._ids.size else []
            values = [self._sums] if self._ids.size else []
            for post, sign in self._changes:
                ids.append(post.ids)
                values.append(post.weights * np.float64(sign))
            self._changes, self._recent = [], None
            self._ids, self._sums = sum_vectors(ids, values)
        if self._unknown:
            self._squared_norm = float(np.dot(self._sums, self._sums))
            self._unknown = False
        return self._ids, self._sums

    def resum(self) -> None:
        """Sum all members anew, after their vectors changed or they were put back."""
        self.members = dict(sorted(self.members.items()))
        scenes = {key: post.scene for key, post in self.members.items() if post.scene}
        self.scenes = scenes or _NO_SCENES
        self._clear()
        for post in self.members.values():
            self._changes.append((post, 1.0))
            self._count_names(post.name_weights, 1)
        self._unknown = True

    def absorb(self, other: Event) -> None:
        """Take all members of another event in, at once."""
        mine, its = self.compact(), other.compact()
        self._ids, self._sums = sum_vectors([mine[0], its[0]], [mine[1], its[1]])
        self._changes, self._recent = [], None
        self._squared_norm = float(np.dot(self._sums, self._sums))
        self.members = dict(sorted((self.members | other.members).items()))
        self.scenes = self.scenes | other.scenes
        self.keys |= other.keys
        self._count_names(other.name_weights, 1)

    def dot(self, loaded: ScratchVector) -> float:
        """Return the product of the sum with the vector that was laid down."""
        if self._unknown:
            self._measure()
        if len(self._changes) > _CHANGES + self._ids.size // _PER_CHANGE:
            self.compact()
        total = loaded.dot(self._ids, self._sums) if self._ids.size else 0.0
        if not self._changes:
            return total
        if self._recent is None:  # of known square: only joined, none left
            posts = [post for post, _ in self._changes]
            self._recent = (
                concatenate_vectors(posts)
                if len(posts) > 1
                else (posts[0].ids, posts[0].weights)
            )
        return total + loaded.dot_unsorted(*self._recent)

    @property
    def first(self) -> LivePost:
        """Its oldest member by key."""
        return next(iter(self.members.values()))

    def newest(self, most: int) -> list[LivePost]:
        """Return its newest members by key, newest first."""
        return list(islice(reversed(self.members.values()), most))
