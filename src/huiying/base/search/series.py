"""Search among long series of texts (posts, audit records), by their time-ordered numbers.

In:   texts with (shelf, bureau, number, facets), put once; only masking changes one later.
Out:  numbers of the texts that hold a phrase and carry every facet, newest first.
Cost: putting about 0.1 ms a text on SQLite; finding one look-up in an index that is read from
      its new end, so that a common word is as quick as a rare one.

A text is not kept here a second time on SQLite: the index alone is. What has few texts, each of
them changing, goes through ``door``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from huiying.base.search.backends import postgres_series, sqlite_series
from huiying.base.search.backends.token_query import TokenQuery
from huiying.base.search.personal import personal_search_refusal
from huiying.base.search.tokens import words_of

MOST_COUNTED = 1_000  # a larger number of hits is said to be more than this
_FACET = re.compile(r"[a-z][0-9a-f]*")
_BACKENDS: dict[str, Any] = {"sqlite": sqlite_series, "postgresql": postgres_series}


class SearchSeries(StrEnum):
    """A series of texts with numbers of its own."""

    POST = "post"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class SeriesText:
    """One text to be found."""

    number: int  # grows with time, unique on its shelf
    text: str
    facets: Collection[str] = ()  # a letter and lower-case hexadecimal digits


@dataclass(frozen=True, slots=True)
class SeriesQuery:
    """What is looked for; each part narrows, an empty one does not."""

    phrase: str = ""
    facets: Collection[str] = ()
    since: int = 0  # the smallest number, inclusive
    before: int | None = None  # the number that ends the range, exclusive


@dataclass(frozen=True, slots=True)
class SeriesHits:
    """The numbers found, newest first; ``refused`` says why nothing was looked for."""

    numbers: tuple[int, ...] = ()
    refused: str | None = None


@transaction.atomic
def put(shelf: SearchSeries, *, bureau_id: int, texts: Sequence[SeriesText]) -> None:
    """Make new texts findable, at most a few hundred at once."""
    if not texts:
        return
    rows = ((row.number, _sorted_facets(row.facets), row.text) for row in texts)
    with connection.cursor() as cursor:
        _BACKENDS[connection.vendor].put(cursor, shelf, bureau_id, rows)


@transaction.atomic
def replace(
    shelf: SearchSeries, *, bureau_id: int, texts: Sequence[tuple[SeriesText, SeriesText]]
) -> None:
    """Make texts findable by other words: pairs of what was put and what stands there now."""
    if not texts:
        return
    before, after = (
        [(row.number, _sorted_facets(row.facets), row.text) for row in rows]
        for rows in zip(*texts, strict=True)
    )
    with connection.cursor() as cursor:
        _BACKENDS[connection.vendor].replace(cursor, shelf, bureau_id, before, after)


@transaction.atomic
def remove(shelf: SearchSeries, *, bureau_id: int, texts: Sequence[SeriesText]) -> None:
    """Forget texts, given as they were put."""
    if not texts:
        return
    rows = [(row.number, _sorted_facets(row.facets), row.text) for row in texts]
    with connection.cursor() as cursor:
        _BACKENDS[connection.vendor].remove(cursor, shelf, bureau_id, rows)


@transaction.atomic
def empty(shelf: SearchSeries) -> None:
    """Forget every text of a shelf, of all bureaus, to put them again."""
    with connection.cursor() as cursor:
        _BACKENDS[connection.vendor].empty(cursor, shelf)


def find(
    shelf: SearchSeries, *, bureau_id: int, question: SeriesQuery, limit: int
) -> SeriesHits:
    """Return the newest texts that hold every word of the phrase and carry every facet.

    Words are parted by spaces; each must stand in the text as it was typed. A question without
    words or facets is answered by the newest texts.
    """
    refused = personal_search_refusal(question.phrase)
    if refused is not None:
        return SeriesHits(refused=refused)
    words = words_of(question.phrase)
    if question.phrase.strip() and not words:
        return SeriesHits()
    with connection.cursor() as cursor:
        numbers = _BACKENDS[connection.vendor].find(
            cursor, shelf, bureau_id, _token_query(question, words), limit
        )
    return SeriesHits(tuple(numbers))


def count(shelf: SearchSeries, *, bureau_id: int, question: SeriesQuery) -> int:
    """Return how many texts answer a question; MOST_COUNTED + 1 stands for more."""
    words = words_of(question.phrase)
    if personal_search_refusal(question.phrase) or (question.phrase.strip() and not words):
        return 0
    with connection.cursor() as cursor:
        counted: int = _BACKENDS[connection.vendor].count(
            cursor, shelf, bureau_id, _token_query(question, words), MOST_COUNTED + 1
        )
    return counted


def _token_query(question: SeriesQuery, words: list[list[str]]) -> TokenQuery:
    last = question.before if question.before is not None else 2**63 - 1
    return TokenQuery(words, _sorted_facets(question.facets), question.since, last)


def _sorted_facets(facets: Collection[str]) -> list[str]:
    """Return facets in order; one that the index would cut is a mistake of the caller."""
    for facet in facets:
        if not _FACET.fullmatch(facet):
            raise ValueError(f"{facet!r} is no facet")
    return sorted(facets)
