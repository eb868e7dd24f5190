"""Cut the passage of a text that contains the words of a query, and mark them.

In:   a text, the phrase as typed.    Out:  pieces, each plain or marked; together one stretch.
Cost: about a microsecond a character; pure.

The words are found in the letters as search compares them (any width, any case, whatever stands
between characters); the pieces are those of the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from huiying.base.search.tokens import plain_words_of

LEAD = 24  # characters shown before the first mark
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class SnippetPart:
    """A stretch of text; ``marked``: a word of the question."""

    text: str
    marked: bool = False


def snippet(text: str, phrase: str, *, width: int = 160) -> list[SnippetPart]:
    """Return the stretch of at most ``width`` characters around the first word found.

    >>> snippet("昨晚起路灯，不亮了", "路灯不亮")
    [SnippetPart(text='昨晚起', marked=False), SnippetPart(text='路灯，不亮', marked=True), \
SnippetPart(text='了', marked=False)]
    """
    marks = list(_marks(text, phrase))
    start = max(0, marks[0][0] - LEAD) if marks and len(text) > width else 0
    start = max(0, min(start, len(text) - width))
    end = min(len(text), start + width)
    inside = [(max(a, start), min(b, end)) for a, b in marks if a < end and b > start]
    edges = [start, *(edge for mark in inside for edge in mark), end]
    pieces = [
        SnippetPart(text[a:b], marked=bool(at % 2)) for at, (a, b) in enumerate(pairwise(edges))
    ]
    if start > 0:
        pieces.insert(0, SnippetPart(ELLIPSIS))
    if end < len(text):
        pieces.append(SnippetPart(ELLIPSIS))
    return [piece for piece in pieces if piece.text]


def _marks(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand, in order and apart."""
    words = [r"[\W_]*".join(map(re.escape, word)) for word in plain_words_of(phrase)]
    if not words:
        return
    plain, places = _compared(text)
    for found in re.finditer("|".join(sorted(words, key=len, reverse=True)), plain):
        yield places[found.start()], places[found.end() - 1] + 1


def _compared(text: str) -> tuple[str, list[int]]:
    """Return a text as search compares it, and for each letter its place in the original."""
    letters, places = [], []
    for place, letter in enumerate(text):
        for plain in unicodedata.normalize("NFKC", letter).casefold():
            letters.append(plain)
            places.append(place)
    return "".join(letters), places
