"""Published answers that may answer already what somebody is typing.

In:   a text, which is neither stored nor logged.    Out:  at most three answers.
Cost: one query; about a millisecond for 1,000 characters. After a publication one more query
      for each serving process, which reads title and claim of the newest ``NEWEST`` answers.

Two texts are compared by pairs of neighbouring tokens, the rarer the weightier: what the search
of answers finds holds every word, and a complaint holds many that no answer has.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import log
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiying.base.accounts.core.models import Bureau
from huiying.base.search.tokens import plain_tokens
from huiying.engine.reading.accusations import accusation_words
from huiying.web.portal.rows import AnswerRow, answer_rows
from huiying.work.responses.releases.public import (
    PublicState,
    public_answers,
    public_state,
)

NEWEST = 2_000
MOST = 3
READ = 4_000  # characters of what is typed
LEAST_SHARED, LEAST_SHARE = 3, 0.3
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class AnswerIndex:
    """Title and claim of each answer as pairs of tokens, and how rare each pair is."""

    state: PublicState
    texts: tuple[tuple[str, frozenset[Pair]], ...]  # number of the answer, pairs
    weights: dict[Pair, float]

    def best(self, typed: str) -> list[str]:
        """Return the numbers of the answers most like a text, the most alike first."""
        held = _pairs(typed[:READ])
        scores: dict[str, float] = {}
        for number, pairs in self.texts:
            shared = pairs & held
            if len(shared) < LEAST_SHARED:
                continue
            whole = sum(self.weights[one] for one in pairs)
            score = sum(self.weights[one] for one in shared) / whole
            if score >= LEAST_SHARE:
                scores[number] = max(score, scores.get(number, 0.0))
        return sorted(scores, key=lambda one: -scores[one])[:MOST]


_indexes: dict[int, AnswerIndex] = {}
_lock = Lock()


def matching_answers(bureau: Bureau, typed: str) -> list[AnswerRow]:
    """Return published answers that a text may have its answer in; [] for an accusation."""
    if accusation_words(typed):
        return []
    numbers = _index_of(bureau.pk).best(typed)
    if not numbers:
        return []
    rows = answer_rows(bureau, lambda: public_answers(bureau.pk, numbers=numbers))
    place = {number: at for at, number in enumerate(numbers)}
    return sorted(rows, key=lambda row: place.get(row.url.rstrip("/").rpartition("/")[2], MOST))


def matches_fragment(request: HttpRequest, answers: list[AnswerRow]) -> HttpResponse:
    """Show what was found below the text; nothing where nothing was."""
    return render(request, "portal/submit/_matches.html", {"answers": answers})


def _index_of(bureau_id: int) -> AnswerIndex:
    state = public_state(bureau_id)
    with _lock:
        index = _indexes.get(bureau_id)
    if index is None or index.state != state:
        index = _read(bureau_id, state)
        with _lock:
            _indexes[bureau_id] = index
    return index


def _read(bureau_id: int, state: PublicState) -> AnswerIndex:
    rows = public_answers(bureau_id).values_list(
        "answer__number", "content__title", "content__claim"
    )[:NEWEST]
    texts = []
    for number, *words in rows:
        pairs = [_pairs(one) for one in words if one]
        texts += [(number, one) for one in pairs if len(one) >= LEAST_SHARED]
    held = Counter(pair for _number, pairs in texts for pair in pairs)
    weights = {pair: log(1 + len(texts) / many) for pair, many in held.items()}
    return AnswerIndex(state, tuple(texts), weights)


def _pairs(text: str) -> frozenset[Pair]:
    return frozenset(pairwise(plain_tokens(text)))
