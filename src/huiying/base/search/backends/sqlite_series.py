"""A search series in FTS5: pairs of neighbouring tokens, without a copy of the text.

In:   texts with facets; questions.    Out:  numbers, newest first.
Cost: a phrase is read from its pairs, which are rare, and not from its characters, which are
      not; the index gives its rows from the new end, so a page ends with its last row. A single
      character alone is read from all pairs that begin with it.

The number of a text is its row. The bureau is a facet: its posts are found without a look at
those of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from huiying.base.search.backends.token_query import TokenQuery
from huiying.base.search.tokens import encoded_token, plain_tokens

# A letter to SQLite that no token holds (words.py writes it as a number).
JOINT = "\u0138"
_TURNS_MOST = 20_000  # tokens that are remembered


def put(
    cursor: Any,
    shelf: str,
    bureau_id: int,
    rows: Iterable[tuple[int, Sequence[str], str]],
) -> None:
    """Insert (number, facets, text)."""
    cursor.executemany(
        f"INSERT INTO {_table(shelf)}(rowid, facets, pairs) VALUES (%s, %s, %s)",
        # One after the other: the pairs of a long text take more memory than many short texts.
        (
            (number, " ".join([_bureau(bureau_id), *facets]), _pairs(text))
            for number, facets, text in rows
        ),
    )


def replace(
    cursor: Any,
    shelf: str,
    bureau_id: int,
    before: Iterable[tuple[int, Sequence[str], str]],
    after: Iterable[tuple[int, Sequence[str], str]],
) -> None:
    """Put texts in the place of those with their numbers."""
    remove(cursor, shelf, bureau_id, before)
    put(cursor, shelf, bureau_id, after)


def remove(
    cursor: Any,
    shelf: str,
    bureau_id: int,
    rows: Iterable[tuple[int, Sequence[str], str]],
) -> None:
    """Delete (number, facets, text).

    The index holds no text, so it is given what it held: other words would damage it.
    """
    table = _table(shelf)
    cursor.executemany(
        f"INSERT INTO {table}({table}, rowid, facets, pairs) VALUES ('delete', %s, %s, %s)",
        (
            (number, " ".join([_bureau(bureau_id), *facets]), _pairs(text))
            for number, facets, text in rows
        ),
    )


def empty(cursor: Any, shelf: str) -> None:
    """Delete every text."""
    table = _table(shelf)
    cursor.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")


def find(cursor: Any, shelf: str, bureau_id: int, query: TokenQuery, limit: int) -> list[int]:
    """Return the newest numbers."""
    cursor.execute(
        f"SELECT rowid FROM {_where(shelf)} ORDER BY rowid DESC LIMIT %s",
        [*_values(bureau_id, query), limit],
    )
    return [row[0] for row in cursor.fetchall()]


def count(cursor: Any, shelf: str, bureau_id: int, query: TokenQuery, most: int) -> int:
    """Return how many there are, and stop counting at ``most``."""
    cursor.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {_where(shelf)} LIMIT %s)",
        [*_values(bureau_id, query), most],
    )
    counted: int = cursor.fetchone()[0]
    return counted


def _where(shelf: str) -> str:
    table = _table(shelf)
    return f"{table} WHERE {table} MATCH %s AND rowid >= %s AND rowid < %s"


def _values(bureau_id: int, query: TokenQuery) -> list[Any]:
    facets = [f'facets:"{facet}"' for facet in (_bureau(bureau_id), *query.facets)]
    phrases = [f"pairs:{_phrase(word)}" for word in query.words]
    return [" AND ".join([*facets, *phrases]), query.since, query.before]


def _phrase(word: Sequence[str]) -> str:
    """Return a word as FTS5 reads it; tokens hold letters and digits alone, so quotes do."""
    if len(word) == 1:
        return f'"{word[0]}{JOINT}"*'
    return f'"{" ".join(left + JOINT + right for left, right in pairwise(word))}"'


def _pairs(text: str) -> str:
    """Return each token of a text with the one that follows; the last one stands alone.

    >>> _pairs("停水了") == f"停{JOINT}水 水{JOINT}了 了{JOINT}"
    True
    """
    # Every token ends a pair and begins the next, so each is looked up once.
    return "".join(map(_TURNS.__getitem__, plain_tokens(text))).partition(" ")[2]


class _Turns(dict[str, str]):
    """Token → as the end of one pair and the beginning of the next. Forgets all when full."""

    def __missing__(self, token: str) -> str:
        if len(self) > _TURNS_MOST:
            self.clear()
        one = encoded_token(token)
        self[token] = turn = f"{one} {one}{JOINT}"
        return turn


_TURNS = _Turns()


def _bureau(bureau_id: int) -> str:
    return f"bureau{bureau_id}"


def _table(shelf: str) -> str:
    return f"search_{shelf}"
