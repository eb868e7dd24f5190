"""Find phrases with a GIN index over tokens and token pairs, then verify them in the text.

In:   words as tokens.    Out:  a condition on documents.
Cost: one index look-up; only texts that hold every pair are read again for the whole phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from django.db.models import Q
from django.db.models.expressions import RawSQL


def matching(words: Sequence[Sequence[str]]) -> Q:
    """Return the condition that a text holds every word, each as tokens in a row."""
    grams = sorted({gram for word in words for gram in _grams(word)})
    found = RawSQL(
        'SELECT id FROM search_searchdocument WHERE grams COLLATE "C" @> %s::text[]',
        [grams],
    )
    condition = Q(pk__in=found)
    for word in words:
        condition &= Q(tokens__contains=f" {' '.join(word)} ")
    return condition


def _grams(word: Sequence[str]) -> list[str]:
    return [" ".join(pair) for pair in pairwise(word)] or list(word)
