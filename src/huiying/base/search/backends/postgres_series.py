"""A search series in PostgreSQL: a GIN index over tokens, token pairs and facets.

In:   texts with facets; questions.    Out:  numbers, newest first.
Cost: about 0.6 ms a text to put. A question is first asked of the newest RECENT texts, which
      answers common words; one that is rarer than a page there has few enough hits in all for
      the index. Counting goes the same way and stops at ``most``.

The planner cannot know which of the two a phrase needs: pairs are too many for its statistics.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from huiying.base.search.backends.token_query import TokenQuery
from huiying.base.search.tokens import stored_tokens

RECENT = 4_000


def put(
    cursor: Any,
    shelf: str,
    bureau_id: int,
    rows: Iterable[tuple[int, Sequence[str], str]],
) -> None:
    """Insert (number, facets, text)."""
    cursor.executemany(
        f"INSERT INTO {_table(shelf)} (bureau_ref, number, facets, tokens)"
        " VALUES (%s, %s, %s, %s) ON CONFLICT (bureau_ref, number)"
        " DO UPDATE SET facets = excluded.facets, tokens = excluded.tokens",
        (
            (bureau_id, number, [_bureau(bureau_id), *facets], stored_tokens(text))
            for number, facets, text in rows
        ),
    )


def replace(
    cursor: Any,
    shelf: str,
    bureau_id: int,
    _before: Iterable[tuple[int, Sequence[str], str]],
    after: Iterable[tuple[int, Sequence[str], str]],
) -> None:
    """Put texts in the place of those with their numbers."""
    put(cursor, shelf, bureau_id, after)


def remove(
    cursor: Any,
    shelf: str,
    bureau_id: int,
    rows: Iterable[tuple[int, Sequence[str], str]],
) -> None:
    """Delete (number, facets, text)."""
    numbers = [number for number, _facets, _text in rows]
    cursor.execute(
        f"DELETE FROM {_table(shelf)} WHERE bureau_ref = %s AND number = ANY(%s)",
        [bureau_id, numbers],
    )


def empty(cursor: Any, shelf: str) -> None:
    """Delete every text."""
    cursor.execute(f"TRUNCATE {_table(shelf)}")


def find(cursor: Any, shelf: str, bureau_id: int, query: TokenQuery, limit: int) -> list[int]:
    """Return the newest numbers."""
    cursor.execute(
        f"SELECT number FROM {_recent(shelf, query)} ORDER BY number DESC LIMIT %s",
        [*_recent_values(bureau_id, query), limit],
    )
    numbers = [row[0] for row in cursor.fetchall()]
    if len(numbers) == limit:
        return numbers
    # Materialized, or the planner may walk all texts by their numbers.
    cursor.execute(
        f"WITH hits AS MATERIALIZED (SELECT number FROM {_hits(shelf, query)})"
        " SELECT number FROM hits ORDER BY number DESC LIMIT %s",
        [*_hit_values(bureau_id, query), limit],
    )
    return [row[0] for row in cursor.fetchall()]


def count(cursor: Any, shelf: str, bureau_id: int, query: TokenQuery, most: int) -> int:
    """Return how many there are, and stop counting at ``most``."""
    counted = 0
    for rows, values in (
        (_recent(shelf, query), _recent_values(bureau_id, query)),
        (_hits(shelf, query), _hit_values(bureau_id, query)),
    ):
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {rows} LIMIT %s) AS counted", [*values, most]
        )
        counted = cursor.fetchone()[0]
        if counted == most:
            break
    return counted


_RANGE = "bureau_ref = %s AND number >= %s AND number < %s"


def _range(bureau_id: int, query: TokenQuery) -> list[Any]:
    return [bureau_id, query.since, query.before]


def _recent(shelf: str, query: TokenQuery) -> str:
    """Return the newest texts of the range that answer, read one by one."""
    return (
        f"(SELECT number, facets, tokens FROM {_table(shelf)} WHERE {_RANGE}"
        f" ORDER BY number DESC LIMIT {RECENT}) AS recent WHERE facets @> %s::text[]"
        f"{_likes(query)}"
    )


def _recent_values(bureau_id: int, query: TokenQuery) -> list[Any]:
    return [*_range(bureau_id, query), list(query.facets), *_patterns(query)]


def _hits(shelf: str, query: TokenQuery) -> str:
    grams = '(facets || search_grams(tokens)) COLLATE "C" @> %s::text[]'  # as its index
    return f"{_table(shelf)} WHERE {_RANGE} AND {grams}{_likes(query)}"


def _hit_values(bureau_id: int, query: TokenQuery) -> list[Any]:
    return [*_range(bureau_id, query), _grams(bureau_id, query), *_patterns(query)]


def _grams(bureau_id: int, query: TokenQuery) -> list[str]:
    """Return what the index must hold of a text: its facets, and the pairs of every word."""
    pairs = {
        gram
        for word in query.words
        for gram in ([" ".join(pair) for pair in pairwise(word)] or word)
    }
    return [_bureau(bureau_id), *query.facets, *sorted(pairs)]


def _likes(query: TokenQuery) -> str:
    return " AND tokens LIKE %s" * len(query.words)


def _patterns(query: TokenQuery) -> list[str]:
    """Return each word as it stands among tokens, which hold neither ``%`` nor ``_``."""
    return [f"% {' '.join(word)} %" for word in query.words]


def _bureau(bureau_id: int) -> str:
    return f"bureau{bureau_id}"


def _table(shelf: str) -> str:
    return f"search_{shelf}"
