"""The lead of a post, by which people recognise it, and its content words.

In:   cleaned title and text.
Out:  at most 60 characters; their words that are no stop words and no petition phrases.
Cost: 15 µs to cut one into words, 1 µs to compare two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import rjieba

from huiying.engine.text.word_lists import HARM_WORDS, PETITION_PHRASES, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAD_CHARS: Final = 60
_SHOWN_WORDS: Final = 3
_GENERIC: Final = STOP_WORDS | frozenset((*PETITION_PHRASES, *HARM_WORDS))


def lead_of(title: str, text: str) -> str:
    """Return the title, or the beginning of the text where there is none."""
    return (title or text)[:LEAD_CHARS]


def is_content_word(word: str) -> bool:
    """Tell whether a word says something of a matter: no stop word, no petition phrase."""
    return len(word) > 1 and word[0].isalpha() and word not in _GENERIC


def content_words(lead: str, words: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return the words of a lead that say something of a matter, each once.

    Args:
        words: The words of the lead in small letters, if it was cut already.
    """
    words = rjieba.cut(lead.lower()) if words is None else words
    return tuple(filter(is_content_word, dict.fromkeys(words)))


def shared_words(left: Iterable[str], right: Iterable[str]) -> list[str]:
    """Return up to three words that two leads share, longest first."""
    shared = set(left).intersection(right)
    return sorted(shared, key=lambda word: (-len(word), word))[:_SHOWN_WORDS]
