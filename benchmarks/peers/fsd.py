"""First-story detection with scikit-learn: a post joins its nearest neighbour, or begins.

As tutorials do it: hashed words, TF-IDF, cosine with the window by one sparse product. Rarity
is that of the sample (words not seen there are the rarest).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import rjieba
from scipy.sparse import csr_matrix, diags, tril, vstack
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize

SETTINGS: tuple[dict[str, float], ...] = tuple(
    {"least": least, "most_common": 0.5} for least in (0.15, 0.2, 0.25, 0.3, 0.35)
)
_COLUMNS: Final = 1 << 20
_RECENT: Final = 5_000


class Pipeline:
    """Keeps the vectors of the newest posts.

    Most of them are laid out for the product, the last few thousand still as they came.
    """

    def __init__(
        self, sample: list[str], window: int, *, least: float, most_common: float
    ) -> None:
        self._words = HashingVectorizer(
            n_features=_COLUMNS, alternate_sign=False, norm=None, tokenizer=rjieba.cut,
            token_pattern=None,
        )  # fmt: skip
        counts = self._words.transform(sample)
        self._idf = TfidfTransformer(sublinear_tf=True, norm=None).fit(counts)
        share = np.bincount(counts.indices, minlength=_COLUMNS) / len(sample)
        self._allowed = diags((share <= most_common).astype(np.float32))  # as ``max_df`` does
        self._least, self._window = least, window
        self._labels: list[int] = []
        self._old, self._recent = _nothing(), _nothing()
        self._columns = self._old.T.tocsr()

    def fill(self, texts: list[str]) -> None:
        """Remember posts without looking for neighbours."""
        self._labels += range(len(self._labels), len(self._labels) + len(texts))
        self._remember(self._vectors(texts))

    def add(self, texts: list[str]) -> None:
        """Label a batch of posts; those of a batch are neighbours of one another too."""
        fresh, first = self._vectors(texts), len(self._labels)
        recent = first - self._recent.shape[0]
        scores = np.zeros(len(texts), np.float32)
        nearest = np.zeros(len(texts), np.int64)
        for begin, likeness in (
            (recent - self._old.shape[0], fresh @ self._columns),
            (recent, fresh @ self._recent.T),
            (first, tril(fresh @ fresh.T, -1, format="csr")),
        ):
            if likeness.shape[1]:
                best = likeness.max(axis=1).toarray().ravel()
                better = best > scores
                places = np.asarray(likeness.argmax(axis=1)).ravel() + begin
                nearest[better], scores[better] = places[better], best[better]
        for row, (score, place) in enumerate(zip(scores, nearest, strict=True)):
            self._labels.append(self._labels[place] if score >= self._least else first + row)
        self._remember(fresh)

    def labels(self) -> list[int]:
        """Return the event of every post added."""
        return self._labels

    def _vectors(self, texts: list[str]) -> csr_matrix:
        weighed = (self._idf.transform(self._words.transform(texts)) @ self._allowed).tocsr()
        weighed.eliminate_zeros()
        return normalize(weighed).astype(np.float32)

    def _remember(self, fresh: csr_matrix) -> None:
        self._recent = vstack([self._recent, fresh], format="csr")
        if self._recent.shape[0] >= _RECENT:
            self._old = vstack([self._old, self._recent], format="csr")[-self._window :]
            self._columns, self._recent = self._old.T.tocsr(), _nothing()


def _nothing() -> csr_matrix:
    return csr_matrix((0, _COLUMNS), dtype=np.float32)
