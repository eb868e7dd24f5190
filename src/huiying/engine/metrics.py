"""Measures of quality, as the field defines them.

In:   what is true and what was said, in the same order.
Out:  shares in [0, 1]; 0.0 where a share has nothing to divide by.
Cost: linear in the rows (B-cubed: linear in rows plus distinct pairs of labels).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple


class Score(NamedTuple):
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def harmonic(precision: float, recall: float) -> Score:
    """Return a score from its two parts."""
    both = precision + recall
    return Score(precision, recall, 2 * precision * recall / both if both else 0.0)


def of_counts(right: float, answered: float, true: float) -> Score:
    """Return the score of ``right`` hits among what was said and what is true."""
    return harmonic(right / answered if answered else 0.0, right / true if true else 0.0)


def bcubed(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Score:
    """Return B-cubed (Bagga and Baldwin 1998; Amigó et al. 2009) of a clustering."""
    both = Counter(zip(truth, found, strict=True))
    true_sizes, found_sizes = Counter(truth), Counter(found)
    rows = len(truth)
    if not rows:
        return Score(0.0, 0.0, 0.0)
    precision = sum(n * n / found_sizes[label] for (_, label), n in both.items()) / rows
    recall = sum(n * n / true_sizes[label] for (label, _), n in both.items()) / rows
    return harmonic(precision, recall)


def pairwise(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Score:
    """Return the score of a clustering over all pairs of rows."""

    def pairs(counts: Counter[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both: Counter[Hashable] = Counter(zip(truth, found, strict=True))
    return of_counts(pairs(both), pairs(Counter(found)), pairs(Counter(truth)))


def binary(truth: Sequence[bool], found: Sequence[bool]) -> Score:
    """Return the score of yes-or-no answers; *yes* counts."""
    right = sum(one and other for one, other in zip(truth, found, strict=True))
    return of_counts(right, sum(found), sum(truth))


def per_class(truth: Sequence[str], found: Sequence[str]) -> dict[str, Score]:
    """Return the score of every label that is true somewhere, in alphabetical order."""
    both = Counter(zip(truth, found, strict=True))
    true_sizes, found_sizes = Counter(truth), Counter(found)
    return {
        label: of_counts(both[label, label], found_sizes[label], true_sizes[label])
        for label in sorted(true_sizes)
    }


def macro_f1(truth: Sequence[str], found: Sequence[str]) -> float:
    """Return the mean F1 of the labels that are true or said somewhere (as scikit-learn)."""
    scores = per_class(truth, found)
    labels = set(truth) | set(found)
    return sum(score.f1 for score in scores.values()) / len(labels) if labels else 0.0


def accuracy(truth: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """Return the share of equal answers."""
    equal = sum(one == other for one, other in zip(truth, found, strict=True))
    return equal / len(truth) if truth else 0.0


def auc(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the area under the ROC curve: the chance that a true row scores higher."""
    ordered = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and scores[ordered[end]] == scores[ordered[start]]:
            end += 1
        for at in range(start, end):
            ranks[ordered[at]] = (start + end + 1) / 2  # mean rank of equal scores
        start = end
    yes = sum(truth)
    no = len(truth) - yes
    if not yes or not no:
        return 0.0
    total = sum(rank for rank, is_true in zip(ranks, truth, strict=True) if is_true)
    return (total - yes * (yes + 1) / 2) / (yes * no)
