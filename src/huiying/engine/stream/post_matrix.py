"""Compare one post with many others at once.

In:   posts of a window, weighed.
Out:  the product with each of them, and with which of them a rare term is shared.
Cost: about 8 µs to lay ten posts down, 6 µs for each post that is compared with them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from huiying.engine.stream.live_post import concatenate_vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huiying.engine.stream.idf import Weights
    from huiying.engine.stream.live_post import LivePost
    from huiying.engine.stream.vectors import ScratchVector, Sums
    from huiying.engine.text.terms import TermIds


class PostMatrix:
    """The vectors of some posts, laid end to end when they are first asked for."""

    def __init__(self, posts: list[LivePost], rare: NDArray[np.bool_]) -> None:
        """Leave posts without a term out of ``posts``.

        Args:
            rare: Which terms are rare.
        """
        self.posts = [post for post in posts if post.ids.size]
        self._rare = rare

    @cached_property
    def _vectors(self) -> tuple[TermIds, Weights, NDArray[np.intp]]:
        """Their terms, the weights, and where each post begins."""
        sizes = np.array([0, *(post.ids.size for post in self.posts)], np.intp)
        return *concatenate_vectors(self.posts), sizes.cumsum()[:-1]

    @cached_property
    def _rare_positions(self) -> NDArray[np.intp]:
        return self._rare.take(self._vectors[0]).nonzero()[0]

    def dots(self, loaded: ScratchVector, most: float) -> Sums:
        """Return the product of the vector laid down with each.

        Args:
            most: What one term may bring to a product.
        """
        ids, weights, starts = self._vectors
        if not starts.size:
            return np.empty(0)
        products = loaded.at(ids) * weights
        return np.add.reduceat(np.minimum(products, most, out=products), starts)

    def sharing_rare_term(self, loaded: ScratchVector) -> set[int]:
        """Return the places of those that share a rare term with the vector laid down."""
        ids, weights, starts = self._vectors
        places = self._rare_positions
        shared = (loaded.at(ids[places]) * weights[places]).nonzero()[0]
        return set((starts.searchsorted(places[shared], "right") - 1).tolist())
