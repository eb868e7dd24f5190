"""Propose the units that a matter belongs to, from what each unit says its duties are.

In:   a text; units with names and duties.
Out:  proposals, best first, with the words they rest on. A cold start without examples: a
      person confirms, always.
Cost: about 100 µs + 20 µs a unit; pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

import rjieba

from huiying.engine.cleaning import clean
from huiying.engine.wordlists import PETITION_PHRASES, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LEAST: Final = 2  # characters of a word
_TITLE_CHARS: Final = 1_000
_NAME_WEIGHT: Final = 2.0
_SURE_SCORE: Final = 0.35
_SURE_LEAD: Final = 0.15
_SHOWN_WORDS: Final = 5
_GENERIC: Final = STOP_WORDS | frozenset(PETITION_PHRASES)
_SATURATION: Final = 4.0  # weight of evidence at which a score is a half


@dataclass(frozen=True, slots=True)
class UnitDuties:
    """A unit as the routing sees it."""

    key: int
    name: str
    duties: str  # free text or a list of words


@dataclass(frozen=True, slots=True)
class UnitProposal:
    """One unit that may be responsible."""

    key: int
    score: float  # in [0, 1); not a probability
    words: tuple[str, ...]  # the words of the text that the duties hold too
    sure: bool  # False: show it, but do not preselect it


def propose_units(text: str, units: Sequence[UnitDuties]) -> list[UnitProposal]:
    """Return the units whose duties share words with the text, best first.

    Returns:
        Empty when no unit shares a word; only the first may be ``sure``.
    """
    words = _words([clean(text)[:_TITLE_CHARS]])
    known = {unit.key: (_words([unit.name]), _words([unit.duties])) for unit in units}
    scored: list[tuple[float, int, tuple[str, ...]]] = []
    for unit in units:
        name, duties = known[unit.key]
        found: dict[str, float] = {}
        for word in words & (name | duties):
            holders = sum(word in one or word in two for one, two in known.values())
            rarity = log(1 + len(units) / holders) * min(len(word), 4) / _LEAST
            found[word] = rarity * (_NAME_WEIGHT if word in name else 1.0)
        if found:
            evidence = sum(found.values())
            shown = sorted(found, key=lambda word: (-found[word], word))[:_SHOWN_WORDS]
            scored.append((evidence / (evidence + _SATURATION), unit.key, tuple(shown)))
    scored.sort(key=lambda one: (-one[0], one[1]))
    second = scored[1][0] if len(scored) > 1 else 0.0
    return [
        UnitProposal(
            key=key,
            score=round(score, 4),
            words=words_,
            sure=at == 0 and score >= _SURE_SCORE and score - second >= _SURE_LEAD,
        )
        for at, (score, key, words_) in enumerate(scored)
    ]


def _words(texts: Iterable[str]) -> set[str]:
    """Return the words and the pairs of neighbouring characters inside longer words."""
    found: set[str] = set()
    for text in texts:
        for word in rjieba.cut_for_search(text.lower()):
            if len(word) >= _LEAST and word not in _GENERIC and word[0].isalpha():
                found.add(word)
    return found
