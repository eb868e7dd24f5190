"""DBSTREAM of river: leaders in space with shared density, one post at a time.

It needs few dense features: TF-IDF, then the hundred strongest directions of the sample (LSA).
The events are asked for at the end, as its documentation has it.
"""

from __future__ import annotations

import rjieba
from river import cluster
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

SETTINGS: tuple[dict[str, float], ...] = tuple(
    {"threshold": threshold} for threshold in (0.3, 0.5, 0.7, 0.9)
)
_DIRECTIONS = 100


class Pipeline:
    """Takes one post after another."""

    def __init__(self, sample: list[str], window: int, *, threshold: float) -> None:
        words = TfidfVectorizer(
            tokenizer=rjieba.cut, token_pattern=None, sublinear_tf=True, max_df=0.5, min_df=2
        )
        self._space = make_pipeline(
            words, TruncatedSVD(_DIRECTIONS, random_state=1), Normalizer(copy=False)
        ).fit(sample)
        self._model = cluster.DBSTREAM(
            clustering_threshold=threshold,
            fading_factor=1 / window,
            cleanup_interval=1_000,
            intersection_factor=0.3,
            minimum_weight=1.0,
        )
        self._seen: list[dict[int, float]] = []

    def add(self, texts: list[str]) -> None:
        """Learn each post."""
        for row in self._space.transform(texts).tolist():
            point = dict(enumerate(row))
            self._model.learn_one(point)
            self._seen.append(point)

    def labels(self) -> list[int]:
        """Return the event of every post added."""
        return [self._model.predict_one(point) for point in self._seen]
