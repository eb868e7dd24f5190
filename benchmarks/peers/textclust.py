"""textClust of river: micro-clusters of TF-IDF vectors that fade, one post at a time.

As its documentation has it: a bag of words, then the model. The event of a post is its
micro-cluster; macro-clusters are a given number of topics, not events.
"""

from __future__ import annotations

import rjieba
from river import cluster, compose, feature_extraction

SETTINGS: tuple[dict[str, float], ...] = tuple(
    {"radius": radius, "tgap": tgap} for tgap in (100, 500) for radius in (0.5, 0.6, 0.7, 0.8)
)
_FADING = 0.001


class Pipeline:
    """Takes one post after another."""

    def __init__(self, sample: list[str], window: int, *, radius: float, tgap: int) -> None:
        del sample, window  # it forgets by fading
        self._model = compose.Pipeline(
            feature_extraction.BagOfWords(tokenizer=rjieba.cut),
            cluster.TextClust(
                radius=radius, tgap=tgap, fading_factor=_FADING, real_time_fading=False
            ),
        )
        self._labels: list[int] = []

    def add(self, texts: list[str]) -> None:
        """Learn each post, then ask where it went."""
        for text in texts:
            self._model.learn_one(text)
            found = self._model.predict_one(text)
            self._labels.append(-1 - len(self._labels) if found is None else found)

    def labels(self) -> list[int]:
        """Return the event of every post added."""
        return self._labels
