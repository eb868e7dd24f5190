"""Recognise negative posts with a model trained on labelled examples. For sorting only.

In:   texts, and whether each is negative.
Out:  a model; for a text, a margin (greater than 0: negative) and the pieces that spoke for it.
Cost: about 20 s of CPU to learn from 12,000 short posts, 0.2 ms a text; pure.

Pieces are words and runs of 1–4 characters, weighed by a linear machine (TF-IDF, LinearSVC).
Where the line between the two lies is chosen on examples that were held out from learning, by
macro-F1. Nothing of the stream imports this module, for scikit-learn is slow to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import rjieba
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from huiying.engine.text.clean import normalize, strip_invisible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

FOLDS: Final = 5
_CHARS: Final = 2_000
_REGULARITY: Final = 0.2
_MANY: Final = 1_000  # examples
_LINES: Final = 181  # places that are tried for the line
_SHOWN: Final = 5


class TooFewExamples(ValueError):
    """All examples are of one class, or there are too few of one to hold any out."""


@dataclass(frozen=True, slots=True)
class AttitudeReading:
    """What the model says of one text."""

    margin: float  # > 0: negative
    words: tuple[str, ...]  # the pieces that spoke most for it


class AttitudeModel:
    """A trained model; equal examples give an equal model."""

    def __init__(self, texts: Sequence[str], negative: Sequence[bool]) -> None:
        """Learn from examples.

        Raises:
            TooFewExamples: Fewer than ``FOLDS`` examples of a class say anything.
        """
        rows = [
            (one, answer)
            for one, answer in zip(map(_prepared, texts), negative, strict=True)
            if one
        ]
        prepared = [one for one, _ in rows]
        truth = np.array([answer for _, answer in rows], dtype=bool)
        if min(truth.sum(), (~truth).sum()) < FOLDS:
            raise TooFewExamples
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
        held_out = cross_val_predict(
            _machine(len(rows)), prepared, truth, cv=folds, method="decision_function"
        )
        self._line = _choose_threshold(held_out, truth)
        self._machine = _machine(len(rows)).fit(prepared, truth)
        blocks = dict(self._machine["pieces"].transformer_list)
        self._runs = len(blocks["runs"].vocabulary_)  # columns of runs stand before the words
        self._names = blocks["words"].get_feature_names_out()

    def read(self, texts: Sequence[str]) -> list[AttitudeReading]:
        """Return what the model says of texts, in their order."""
        if not texts:
            return []
        rows = self._machine["pieces"].transform([_prepared(text) for text in texts]).tocsr()
        margins = self._machine["weights"].decision_function(rows) - self._line
        return [
            AttitudeReading(float(margin), self._words(rows[at], negative=margin > 0))
            for at, margin in enumerate(margins)
        ]

    def _words(self, row: Any, *, negative: bool) -> tuple[str, ...]:
        """Return the words of a text that weigh most on the side that it falls to."""
        weights = self._machine["weights"].coef_[0]
        side = 1.0 if negative else -1.0
        weighed = sorted(
            (-side * float(value * weights[index]), str(self._names[index - self._runs]))
            for index, value in zip(row.indices, row.data, strict=True)
            if index >= self._runs
        )
        return tuple(word for weight, word in weighed[:_SHOWN] if weight < 0)


def _prepared(text: str) -> str:
    return normalize(strip_invisible(text[:_CHARS])).lower().strip()


def _machine(examples: int) -> Pipeline:
    """Return what learns; from few examples, pieces that stand in only one count as well."""
    rare = 2 if examples >= _MANY else 1
    settings = {"min_df": rare, "sublinear_tf": True, "dtype": np.float32}
    pieces = FeatureUnion(
        [
            ("runs", TfidfVectorizer(analyzer="char", ngram_range=(1, 4), **settings)),
            ("words", TfidfVectorizer(analyzer=_words_of, **settings)),
        ]
    )
    return Pipeline([("pieces", pieces), ("weights", LinearSVC(C=_REGULARITY, random_state=0))])


def _words_of(text: str) -> list[str]:
    return [word for word in rjieba.cut(text) if not word.isspace()]


def _choose_threshold(margins: Any, truth: Any) -> float:
    """Return the margin at which macro-F1 is greatest; the lowest of equal ones."""
    tried = np.unique(np.quantile(margins, np.linspace(0.02, 0.98, _LINES)))
    return float(max(tried, key=lambda line: _macro_f1(margins > line, truth)))


def _macro_f1(found: Any, truth: Any) -> float:
    both = [(found & truth).sum(), (~found & ~truth).sum()]
    sizes = [found.sum() + truth.sum(), (~found).sum() + (~truth).sum()]
    return sum(float(hit / size) for hit, size in zip(both, sizes, strict=True) if size)
