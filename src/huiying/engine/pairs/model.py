"""Learn from judged pairs which shared words show that two texts concern one event.

In:   what pairs share (``pairs``), and whether each is of one event.
Out:  a margin for a pair, and the margin from which it is taken to be one.
Cost: about 5 s of CPU to learn from 7,000 pairs; pure.

A logistic regression over the few values of every pair and over each term: what both share
and what only one has, each scaled to length ``_TERMS``. Where the line lies is chosen on pairs
that were held out from learning. Nothing of the stream imports this: scikit-learn is slow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler, normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from huiying.engine.pairs.similarity import PairFeatures

FOLDS: Final = 5
_TERMS: Final = 2.0
_REGULARITY: Final = 0.5
_AS_GOOD: Final = 0.005  # of F1: less is chance


class TooFewPairs(ValueError):
    """There are too few pairs of one kind to hold any out."""


class _PairRegression:
    """What is learnt from some pairs."""

    def __init__(self, signs: Sequence[PairFeatures], truth: Any) -> None:
        self._scale = StandardScaler().fit([one.values for one in signs])
        self._terms = DictVectorizer(dtype=np.float32)
        self._terms.fit(_terms_of(one) for one in signs)
        self._weights = LogisticRegression(
            C=_REGULARITY, solver="liblinear", max_iter=300, random_state=0
        )
        self._weights.fit(self._columns(signs), truth)

    def margins(self, signs: Sequence[PairFeatures]) -> Any:
        return self._weights.decision_function(self._columns(signs))

    def _columns(self, signs: Sequence[PairFeatures]) -> Any:
        values = self._scale.transform([one.values for one in signs])
        terms = self._terms.transform(_terms_of(one) for one in signs)
        kinds = np.array([name.startswith("+") for name in self._terms.feature_names_])
        blocks = [_TERMS * normalize(terms[:, chosen]) for chosen in (kinds, ~kinds)]
        return hstack([csr_matrix(values), *blocks]).tocsr()


class PairModel:
    """A trained model; equal pairs give an equal model."""

    def __init__(self, signs: Sequence[PairFeatures], same: Sequence[bool]) -> None:
        """Learn from judged pairs.

        Raises:
            TooFewPairs: Fewer than ``FOLDS`` pairs are of one event, or of two.
        """
        truth = np.array(same, dtype=bool)
        if min(truth.sum(), (~truth).sum()) < FOLDS:
            raise TooFewPairs
        held_out = np.zeros(len(signs))
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
        for known, held_fold in folds.split(held_out, truth):
            machine = _PairRegression([signs[at] for at in known], truth[known])
            held_out[held_fold] = machine.margins([signs[at] for at in held_fold])
        self.line = _choose_threshold(held_out, truth)
        self._machine = _PairRegression(signs, truth)

    def margins(self, signs: Sequence[PairFeatures]) -> list[float]:
        """Return for each pair how much speaks for one event; from ``line`` on it is one."""
        if not signs:
            return []
        return [float(margin) for margin in self._machine.margins(signs)]


def _terms_of(signs: PairFeatures) -> dict[str, float]:
    return {f"+{term}": 1.0 for term in signs.shared} | {
        f"-{term}": 1.0 for term in signs.apart
    }


def _choose_threshold(margins: Any, truth: Any) -> float:
    """Return the middle of the margins at which F1 is all but the greatest."""
    order = np.argsort(-margins, kind="stable")
    right = np.cumsum(truth[order])
    predicted = np.arange(1, len(order) + 1)
    f1 = 2 * right / (predicted + truth.sum())
    return float(np.median(margins[order][f1 >= f1.max() - _AS_GOOD]))
