"""Fit a routing model on confirmed messages and what the units say their duties are.

In:   messages with the unit that officers confirmed; duties; a backlog nobody labelled.
Out:  a model, and what cross-validation says of it.
Cost: about 1.6 s for 800 messages, 20 s for 6,000; always a full refit. Pure; a fit loads
      scikit-learn.

Three linear rules are added up: a support vector machine, best when examples abound, a
complement naive Bayes, best when they are few, and a logistic regression, which is surest of
what is common. The nearest confirmed messages vote beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from huiying.engine.metrics import accuracy, macro_f1
from huiying.engine.routing.model import RoutingModel, softmax
from huiying.engine.routing.nearest import NearestMessages
from huiying.engine.routing.terms import (
    BLOCK_SHARES,
    BLOCK_SHARES_FEW_MESSAGES,
    Message,
    Vocabulary,
    read_message,
)

TARGET_PRECISION: Final = 0.95  # that a proposal made alone must have
_LOGIT_SHARE: Final = 0.3
_FEW: Final = 300  # confirmations below which matters say more than pairs of words
_USUAL: Final = 800  # confirmations up to which Bayes is worth all of its share
_EVEN_SHARE: Final = 0.5
_COST: Final = 1.0
_SMOOTHING: Final = 0.1
_LOGIT_COST: Final = 10.0
_FOLDS: Final = 10
_FOLDS_OF_MANY: Final = 5
_MANY: Final = 2_000
_RARE: Final = 20  # messages that hold a term by which two are told to be the same
_ALIKE: Final = 0.7  # cosine over such terms; of one message twice it is .65 and more
_COMMON: Final = 4  # messages alike above which they are not held out together
_FEWEST: Final = 40  # confirmations below which nothing measured can be believed
_TEMPERATURES: Final = tuple(0.04 * 1.12**step for step in range(32))
_BETWEEN: Final = re.compile(r"[\s、，,；;。/|]+")
_DUTY_CHARS: Final = 4_000
_NEVER: Final = 1.01  # no probability reaches it

Matrix = Any  # scipy's sparse matrices have no types


class CannotFit(ValueError):
    """The examples cannot be learned from."""


@dataclass(frozen=True, slots=True)
class FitQuality:
    """What cross-validation on the confirmed messages says; None: too few to say."""

    confirmations: int
    macro_f1: float | None
    accuracy: float | None
    share_alone: float | None  # of messages, proposed without alternatives
    precision_alone: float | None  # of those proposals; the line was drawn to reach it


@dataclass(frozen=True, slots=True)
class _Shares:
    """How much Bayes and the nearest messages say beside the other rules."""

    bayes: float
    near: float

    @classmethod
    def of(cls, confirmed: int) -> _Shares:
        """The more is confirmed, the less Bayes and the more the nearest are worth."""
        amount = min(max(sqrt(confirmed / _USUAL), 0.35), 2.8)
        return cls(_EVEN_SHARE / max(1.0, amount), _EVEN_SHARE * amount)


def duties_as_messages(name: str, description: str) -> list[Message]:
    """Return a unit's duties as short messages: its name, and one for each duty listed."""
    listed = [duty for duty in _BETWEEN.split(description[:_DUTY_CHARS]) if duty]
    return [read_message("", text) for text in (name, *listed)]


def fit_routing(
    confirmed: Sequence[tuple[Message, str]],
    duties: Sequence[tuple[Message, str]] = (),
    backlog: Iterable[Message] = (),
    *,
    seed: int = 0,
) -> tuple[RoutingModel, FitQuality]:
    """Fit a model.

    Args:
        duties: What a unit says it does, one duty an entry, with the unit's label.
        backlog: Messages whose unit is unknown; they only say which terms are common.

    Raises:
        CannotFit: If fewer than two labels have an example or a duty, or none has a word.
    """
    known = [*confirmed, *duties]
    labels = tuple(sorted({label for _message, label in known}))
    if len(labels) < 2:  # noqa: PLR2004 - a choice
        raise CannotFit("one label")
    vocabulary = Vocabulary.of(
        [*(message for message, _label in confirmed), *backlog],
        [message for message, _label in duties],
        BLOCK_SHARES_FEW_MESSAGES if len(confirmed) < _FEW else BLOCK_SHARES,
    )
    if not len(vocabulary):
        raise CannotFit("no words")
    matrix = term_matrix(vocabulary, [message for message, _label in known])
    answers = np.asarray([labels.index(label) for _message, label in known])
    shares = _Shares.of(len(confirmed))
    weights, offsets = _rule(matrix, answers, len(labels), shares)
    temperature, sure_at, measured = _measure(
        matrix, answers, labels, confirmed=len(confirmed), shares=shares, seed=seed
    )
    nearest = NearestMessages.of(matrix, answers)
    model = RoutingModel(
        labels, vocabulary, weights, offsets, nearest, shares.near, temperature, sure_at
    )
    return model, measured


def term_matrix(vocabulary: Vocabulary, messages: Sequence[Message]) -> Matrix:
    """Return one row a message, one column a term."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only who trains pays for it

    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for message in messages:
        at, worth = vocabulary.values(message)
        columns += at
        values += worth
        ends.append(len(columns))
    return csr_matrix(
        (np.asarray(values, np.float32), np.asarray(columns, np.int32), np.asarray(ends)),
        shape=(len(messages), len(vocabulary)),
    )


def _rule(
    matrix: Matrix, answers: NDArray[Any], labels: int, shares: _Shares
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return weights (terms × labels) and offsets; a label without an example never wins."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.naive_bayes import ComplementNB  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    margin = LinearSVC(C=_COST, class_weight="balanced", random_state=0).fit(matrix, answers)
    bayes = ComplementNB(alpha=_SMOOTHING).fit(matrix, answers).feature_log_prob_.T
    margin_weights, margin_offsets = margin.coef_.T, margin.intercept_
    present = margin.classes_
    if len(present) == 2:  # noqa: PLR2004 - the library keeps one column for two labels
        margin_weights = np.hstack([-margin_weights, margin_weights])
        margin_offsets = np.concatenate([-margin_offsets, margin_offsets])
    weights = np.zeros((matrix.shape[1], labels), np.float32)
    offsets = np.full(labels, -1e3, np.float32)
    weights[:, present] = margin_weights
    weights[:, present] += shares.bayes * (bayes - bayes.mean(axis=1, keepdims=True))
    offsets[present] = margin_offsets
    for label in present:
        logit = LogisticRegression(
            C=_LOGIT_COST, class_weight="balanced", solver="liblinear", fit_intercept=False
        )
        logit.fit(matrix, answers == label)
        weights[:, label] += _LOGIT_SHARE * logit.coef_[0]
    return weights, offsets


def _measure(
    matrix: Matrix,
    answers: NDArray[Any],
    labels: tuple[str, ...],
    *,
    confirmed: int,
    shares: _Shares,
    seed: int,
) -> tuple[float | None, float, FitQuality]:
    """Return temperature, the probability to propose alone from, and the measures."""
    truth = answers[:confirmed]
    folds = _FOLDS if confirmed <= _MANY else _FOLDS_OF_MANY
    if confirmed < _FEWEST or len(set(truth.tolist())) < 2:  # noqa: PLR2004 - a choice
        return None, _NEVER, FitQuality(confirmed, None, None, None, None)
    scores = np.zeros((confirmed, len(labels)))
    fold_of = _assign_folds(truth, folds, seed)[_first_alike(matrix[:confirmed])]
    for fold in range(folds):
        held = np.flatnonzero(fold_of == fold)
        chosen = np.concatenate(
            [np.flatnonzero(fold_of != fold), np.arange(confirmed, len(answers))]
        )
        if not len(held) or len(set(answers[chosen].tolist())) < 2:  # noqa: PLR2004
            continue  # all that is known is held out: whatever is said is a guess
        weights, offsets = _rule(matrix[chosen], answers[chosen], len(labels), shares)
        nearest = NearestMessages.of(matrix[chosen], answers[chosen])
        scores[held] = (
            matrix[held] @ weights
            + offsets
            + shares.near * _votes(nearest, matrix[held], len(labels))
        )
    temperature = min(_TEMPERATURES, key=lambda one: _log_loss(scores, truth, one))
    best, right = scores.argmax(axis=1), scores.argmax(axis=1) == truth
    sure = softmax(scores, temperature).max(axis=1)
    sure_at, share, precision = choose_threshold(sure.tolist(), right.tolist())
    labelled = [labels[at] for at in truth], [labels[at] for at in best]
    return (
        temperature,
        sure_at,
        FitQuality(confirmed, macro_f1(*labelled), accuracy(*labelled), share, precision),
    )


def _votes(nearest: NearestMessages, matrix: Matrix, labels: int) -> NDArray[Any]:
    starts = matrix.indptr
    return np.array([
        nearest.votes(matrix.indices[start:end], matrix.data[start:end], labels)
        for start, end in pairwise(starts)
    ])  # fmt: skip


def _first_alike(matrix: Matrix) -> NDArray[Any]:
    """Return for each message the first that says nearly the same: they are held out together.

    Else a message that was confirmed twice would be known when it is asked for. What many
    say alike is common, and to know it is no leak.
    """
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    held_by = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rare = matrix[:, (held_by > 1) & (held_by <= _RARE)]
    first = np.arange(matrix.shape[0])
    if not rare.shape[1]:
        return first
    rare = normalize(rare)
    alike = (rare @ rare.T).tocoo()
    near = alike.data >= _ALIKE
    np.minimum.at(first, alike.row[near], alike.col[near])
    first = first[first]
    return np.where(np.bincount(first)[first] <= _COMMON, first, np.arange(len(first)))


def _assign_folds(truth: NDArray[Any], folds: int, seed: int) -> NDArray[Any]:
    """Return a fold for each example, so that every label is spread over all folds."""
    order = np.random.default_rng(seed).permutation(len(truth))
    fold_of = np.zeros(len(truth), int)
    met: Counter[int] = Counter()
    start: dict[int, int] = {}
    for at in order:
        label = int(truth[at])
        begin = start.setdefault(label, len(start))
        fold_of[at] = (begin + met[label]) % folds
        met[label] += 1
    return fold_of


def _log_loss(scores: NDArray[Any], truth: NDArray[Any], temperature: float) -> float:
    chances = softmax(scores, temperature)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(chances, 1e-12)).mean())


def choose_threshold(
    sure: Sequence[float], right: Sequence[bool], precision: float = TARGET_PRECISION
) -> tuple[float, float, float]:
    """Return the least probability whose proposals are right often enough.

    Returns:
        The probability, the share of messages at or above it, and their precision; no
        probability reaches the first when no share is precise enough.
    """
    order = sorted(range(len(sure)), key=lambda at: -sure[at])
    found, hits = 0, 0
    for count, at in enumerate(order, start=1):
        hits += right[at]
        last_of_equals = count == len(order) or sure[order[count]] < sure[at]
        if last_of_equals and hits / count >= precision:
            found = count
    if not found:
        return _NEVER, 0.0, 0.0
    chosen = order[:found]
    return sure[chosen[-1]], found / len(order), sum(right[at] for at in chosen) / found
