"""Find the matters that a text tells in plain words.

In:   a text.    Out:  matters of ``plain_matters.py``, each with the words that tell it.
Cost: about 130 µs for 400 characters; it looks for about 700 words. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from huiying.engine.routing.plain_matters import PLAIN_MATTERS, PlainMatter

_GAP: Final = 12  # characters that may stand between two words of one matter
_ENDS: Final = frozenset("。！？；\n")  # of a sentence

_BY_WORD: Final[dict[str, list[tuple[PlainMatter, str, str]]]] = {}  # first word → sayings
_WORDS: Final[set[str]] = set()
_BEGINNINGS: Final[dict[str, list[str]]] = {}  # two characters → the words that begin so
for _one in PLAIN_MATTERS:
    for _phrase in _one.phrases:
        _word, _, _other = _phrase.partition("+")
        _BY_WORD.setdefault(_word, []).append((_one, _phrase.replace("+", "…"), _other))
        _WORDS.update(part for part in (_word, _other) if part)
for _word in sorted(_WORDS):
    if len(_word) > 1:
        _BEGINNINGS.setdefault(_word[:2], []).append(_word)


def matters_of(text: str) -> dict[PlainMatter, str]:
    """Return the matters that a text speaks of, each with the words that tell it.

    >>> {matter.name: phrase for matter, phrase in matters_of("自来水这几天发黄").items()}
    {'供水': '自来水'}
    """
    present = dict.fromkeys(_present_words(text))  # in the order of the text
    found: dict[PlainMatter, str] = {}
    for word in present:
        for matter, phrase, other in _BY_WORD.get(word, ()):
            if matter not in found and (
                not other or (other in present and _near(text, word, other))
            ):
                found[matter] = phrase
    return found


def _present_words(text: str) -> Iterator[str]:
    for at, pair in enumerate(map("".join, pairwise(text))):
        for word in _BEGINNINGS.get(pair, ()):
            if text.startswith(word, at):
                yield word
    yield from (one for one in dict.fromkeys(text) if one in _WORDS)


def _near(text: str, word: str, other: str) -> bool:
    """Tell whether two words stand in one sentence with few characters between them."""
    return any(_beside(text, at, word, other) for at in _places(word, text))


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _beside(text: str, at: int, word: str, other: str) -> bool:
    end = at + len(word)
    after = text[end : end + _GAP + len(other)]
    before = text[max(0, at - _GAP - len(other)) : at]
    behind, ahead = after.find(other), before.rfind(other)
    return (behind >= 0 and not _ENDS.intersection(after[:behind])) or (
        ahead >= 0 and not _ENDS.intersection(before[ahead + len(other) :])
    )
