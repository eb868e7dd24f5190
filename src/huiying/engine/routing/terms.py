"""Turn messages into terms for routing: pieces of the title, words, subjects.

In:   a title and a text, or a text that was cut into words elsewhere.
Out:  for each message its known terms and their values; each of the blocks has length 1
      times its share, so that a long text does not drown its title.
Cost: linear in the text, most of the 500 µs that a guess takes; pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import Final

import rjieba

from huiying.engine.routing.subjects import SUBJECTS
from huiying.engine.text.clean import clean
from huiying.engine.text.word_lists import PETITION_PHRASES, STOP_WORDS

TITLE_CHARS: Final = 80
TEXT_CHARS: Final = 1_000  # the matter stands at the beginning
MIN_MESSAGES: Final = 2  # that hold a term, else it says nothing about others
MAX_TERMS: Final = 80_000
_TITLE_TOKENS: Final = 10  # of a text without a title
_LEAST: Final = 2  # characters of a word
_GENERIC: Final = STOP_WORDS | frozenset(PETITION_PHRASES)
_OPENING: Final = 24  # characters that stand for a missing title

# Block → share of a message's weight. Chosen by cross-validation on labelled messages.
# Pieces of the title, its words, all words, words inside them, pairs of neighbours, matters.
BLOCK_SHARES: Final = {"t": 0.8, "h": 0.4, "w": 1.0, "s": 0.4, "b": 0.5, "m": 0.3}
# While little is confirmed, what words mean says more than how they stand together.
BLOCK_SHARES_FEW_MESSAGES: Final = {"t": 0.8, "h": 0.1, "w": 1.0, "s": 0.1, "b": 0.1, "m": 0.6}

_NUMBERED = re.compile(r"[a-z]?\d+")  # A3 of a masked place, 12 of a date: no matter
_PLAIN = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Message:
    """A message as routing reads it: comparable text, no marks, no numbers."""

    title: str
    words: tuple[str, ...]


def read_message(title: str, text: str) -> Message:
    """Return a message of a title and a text; either may be empty."""
    head, body = _comparable(title, TITLE_CHARS), _comparable(text, TEXT_CHARS)
    return Message(head or body[:_OPENING], _content_words(rjieba.cut(f"{head} {body}")))


def read_tokens(tokens: str) -> Message:
    """Return a message of words with spaces between; the first ten stand for the title."""
    words = _comparable(tokens, TEXT_CHARS * 2).split()
    return Message("".join(words[:_TITLE_TOKENS]), _content_words(words))


def _content_words(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that may carry a matter: of two characters, not what everybody says."""
    return tuple(
        word
        for word in words
        if len(word) >= _LEAST and word not in _GENERIC and _PLAIN.match(word)
    )


def _comparable(text: str, most: int) -> str:
    # Cut before cleaning as well: a megabyte is not worth reading for its first lines.
    return _NUMBERED.sub(" ", clean(text[: 4 * most])[:most].lower()).strip()


def _parts(text: str, sizes: Sequence[int]) -> Iterator[str]:
    for run in text.split():
        for size in sizes:
            for start in range(len(run) - size + 1):
                yield run[start : start + size]


def message_terms(message: Message) -> dict[str, Counter[str]]:
    """Return the terms of each block with their counts."""
    words = message.words
    return {
        "t": Counter(_parts(message.title, (1, 2, 3))),
        "h": Counter(_content_words(rjieba.cut(message.title))),
        "w": Counter(words),
        "s": Counter(part for word in words for part in _inside(word)),
        "b": Counter(f"{one} {other}" for one, other in pairwise(words)),
        "m": Counter(matter for word in words for matter in subjects_of(word)),
    }


@lru_cache(maxsize=1 << 16)
def subjects_of(word: str) -> tuple[str, ...]:
    """Return the numbers of the matters that a word, or a word inside it, stands for.

    >>> subjects_of("暖气片") == subjects_of("供热")
    True
    """
    if word in SUBJECTS:
        return (str(SUBJECTS[word]),)
    return tuple(str(SUBJECTS[part]) for part in _inside(word) if part in SUBJECTS)


@lru_cache(maxsize=1 << 16)
def _inside(word: str) -> tuple[str, ...]:
    """Return the shorter words that a word is made of."""
    parts = rjieba.cut_for_search(word) if len(word) > _LEAST else ()
    return tuple(part for part in parts if part != word and len(part) >= _LEAST)


def _marked(
    messages: Iterable[Message], duties: Iterable[Message]
) -> Iterator[tuple[Message, bool]]:
    yield from ((message, False) for message in messages)
    yield from ((message, True) for message in duties)


class Vocabulary:
    """The known terms, and how much each says: rare ones more."""

    def __init__(
        self,
        terms: Iterable[str],
        idf: Sequence[float],
        shares: Mapping[str, float] = BLOCK_SHARES,
    ) -> None:
        """Take terms as ``block + term`` and a weight for each, in the order of the columns."""
        self.terms = list(terms)
        self.idf = list(idf)
        self.shares = {block: float(shares[block]) for block in BLOCK_SHARES}
        self._at: dict[str, dict[str, tuple[int, float]]] = {
            block: {} for block in BLOCK_SHARES
        }
        for column, (term, weight) in enumerate(zip(self.terms, self.idf, strict=True)):
            self._at[term[0]][term[1:]] = (column, weight)

    def __len__(self) -> int:
        return len(self.terms)

    @classmethod
    def of(
        cls,
        messages: Iterable[Message],
        duties: Iterable[Message] = (),
        shares: Mapping[str, float] = BLOCK_SHARES,
    ) -> Vocabulary:
        """Learn terms and weights from messages; nobody needs to have labelled them.

        Args:
            duties: What units say they do; their terms are known even if held once.
        """
        counts: Counter[str] = Counter()
        always: set[str] = set()
        count = 0
        for message, of_a_unit in _marked(messages, duties):
            count += 1
            terms = [
                block + term
                for block, found in message_terms(message).items()
                for term in found
            ]
            counts.update(terms)
            if of_a_unit:
                always.update(terms)
        weighted = [
            (held, term)
            for term, held in counts.items()
            if held >= MIN_MESSAGES or term in always
        ]
        weighted = sorted(weighted, key=lambda one: (-one[0], one[1]))[:MAX_TERMS]
        weighted.sort(key=lambda one: one[1])
        return cls(
            [term for _held, term in weighted],
            [log((1 + count) / (1 + held)) + 1 for held, _term in weighted],
            shares,
        )

    def values(self, message: Message) -> tuple[list[int], list[float]]:
        """Return the columns of a message's known terms, and their values."""
        columns: list[int] = []
        values: list[float] = []
        for block, terms in message_terms(message).items():
            at = self._at[block]
            found = [
                (known[0], known[1] * (1 + log(held)))
                for term, held in terms.items()
                if (known := at.get(term)) is not None
            ]
            length = sqrt(sum(value * value for _column, value in found))
            for column, value in found:
                columns.append(column)
                values.append(self.shares[block] * value / length)
        return columns, values
