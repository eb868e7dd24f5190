"""Count how many posts of the window contain each term.

In:   the terms of posts that come and go.
Out:  counts, when they are asked for.
Cost: a list entry a post; half a millisecond to count five hundred posts when asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from huiying.engine.text.terms import TERM_COUNT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huiying.engine.stream.idf import Counts
    from huiying.engine.text.terms import TermIds

_BATCH_POSTS: Final = 512  # posts: counting many at once is several times as quick


class DocumentFrequency:
    """Counts of terms that are seldom asked for, so that posts may wait to be counted."""

    def __init__(self) -> None:
        self._counts: Counts = np.zeros(TERM_COUNT, np.int32)
        self._added: list[TermIds] = []
        self._removed: list[TermIds] = []

    def add(self, ids: TermIds) -> None:
        """Count one more post that holds these terms, each once."""
        self._added.append(ids)
        if len(self._added) >= _BATCH_POSTS:
            self._count()

    def remove(self, ids: TermIds) -> None:
        """Count one post less."""
        self._removed.append(ids)
        if len(self._removed) >= _BATCH_POSTS:
            self._count()

    def of(self, ids: TermIds) -> NDArray[np.int32]:
        """Return how many posts hold each of some terms."""
        self._count()
        return self._counts.take(ids)

    def _count(self) -> None:
        if self._added:
            self._counts += _count_terms(self._added)
        if self._removed:
            self._counts -= _count_terms(self._removed)
        self._added, self._removed = [], []


def _count_terms(ids: list[TermIds]) -> Counts:
    return np.bincount(np.concatenate(ids), minlength=TERM_COUNT).astype(np.int32)
