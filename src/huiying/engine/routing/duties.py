"""Propose the units that a matter belongs to, from what each unit says its duties are.

In:   a text; units with names and duties.
Out:  proposals, best first, with the words they rest on. A cold start without examples: a
      person confirms, always. ``routing_model`` takes over when officers confirmed enough.
Cost: about 450 µs for 390 characters and seven units; pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

import rjieba

from huiying.engine.routing.plain_matters import PlainMatter
from huiying.engine.routing.plain_words import matters_of
from huiying.engine.routing.terms import subjects_of
from huiying.engine.text.clean import clean
from huiying.engine.text.word_lists import PETITION_PHRASES, STOP_WORDS

_LEAST: Final = 2  # characters of a word
_TITLE_CHARS: Final = 1_000
_DUTY_CHARS: Final = 4_000
_NAME_WEIGHT: Final = 2.0
_MATTER_WEIGHT: Final = 0.5  # of a word that only means the same as one of the duties
_PLAIN_WEIGHT: Final = 2.0  # of a matter that the text tells in plain words
_FURTHER: Final = 0.6  # share of that for a duty word that is not the most telling
_SURE_SCORE: Final = 0.35
_SURE_LEAD: Final = 0.15
_SHOWN_WORDS: Final = 5
_OFFICES: Final = frozenset(("公司", "中心", "大队", "单位"))  # part of many units' names
_GENERIC: Final = STOP_WORDS | frozenset(PETITION_PHRASES) | _OFFICES
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
    words: tuple[str, ...]  # the words of the text that the duties hold too, or mean too
    sure: bool  # False: show it, but do not preselect it


@dataclass(frozen=True, slots=True)
class _Known:
    """What a unit is known by."""

    key: int
    name: frozenset[str]
    duties: frozenset[str]
    matters: frozenset[str]
    text: str  # name and duties as they are written

    def share(self, word: str) -> float:
        """Return how much a word has to do with the unit: 0 for nothing."""
        if word in self.name:
            return _NAME_WEIGHT
        if word in self.duties:
            return 1.0
        return _MATTER_WEIGHT if self.matters.intersection(subjects_of(word)) else 0.0


@lru_cache(maxsize=4_096)
def _known(unit: UnitDuties) -> _Known:
    name, duties = _words(unit.name), _words(unit.duties[:_DUTY_CHARS])
    matters = frozenset(one for word in name | duties for one in subjects_of(word))
    text = f"{unit.name} {unit.duties[:_DUTY_CHARS]}".lower()
    return _Known(unit.key, name, duties, matters, text)


def _plain_share(unit: _Known, matter: PlainMatter) -> float:
    """Return how much a matter told in plain words has to do with a unit: 0 for nothing."""
    best = next((at for at, word in enumerate(matter.duties) if word in unit.text), None)
    if best is None:
        return 0.0
    return 1.0 if best == 0 else _FURTHER


def propose_units(text: str, units: Sequence[UnitDuties]) -> list[UnitProposal]:
    """Return the units whose duties share words or matters with the text, best first.

    Returns:
        Empty when no unit shares any; only the first may be ``sure``.
    """
    known = [_known(unit) for unit in units]
    found: dict[int, dict[str, float]] = {unit.key: {} for unit in known}
    read = clean(text)[:_TITLE_CHARS]
    for word in _words(read):
        shares = {unit.key: share for unit in known if (share := unit.share(word))}
        for key, share in shares.items():
            rarity = log(1 + len(units) / len(shares)) * min(len(word), 4) / _LEAST
            found[key][word] = rarity * share
    for matter, phrase in matters_of(read).items():
        shares = {unit.key: share for unit in known if (share := _plain_share(unit, matter))}
        for key, share in shares.items():
            rarity = log(1 + len(units) / len(shares))
            weight = found[key].get(phrase, 0.0) + _PLAIN_WEIGHT * rarity * share
            found[key][phrase] = weight
    scored = sorted(
        ((sum(words.values()), key) for key, words in found.items() if words),
        key=lambda one: (-one[0], one[1]),
    )
    scores = [evidence / (evidence + _SATURATION) for evidence, _key in scored]
    lead = scores[0] - (scores[1] if len(scores) > 1 else 0.0) if scores else 0.0
    return [
        UnitProposal(
            key=key,
            score=round(score, 4),
            words=_best(found[key]),
            sure=at == 0 and score >= _SURE_SCORE and lead >= _SURE_LEAD,
        )
        for at, ((_evidence, key), score) in enumerate(zip(scored, scores, strict=True))
    ]


def _best(words: dict[str, float]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-words[word], word))[:_SHOWN_WORDS])


def _words(text: str) -> frozenset[str]:
    """Return the words and the words inside longer words that may carry a matter."""
    return frozenset(
        word
        for word in rjieba.cut_for_search(text.lower())
        if len(word) >= _LEAST and word not in _GENERIC and word[0].isalpha()
    )
