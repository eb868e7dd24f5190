"""Summarise the posts of an event in a few sentences, quoted from real posts unchanged.

In:   texts of the event, one for each group of copies, with the number of copies.
Out:  at most k sentences, each with the key of its post, in the order of the posts.
Cost: at most 60 texts and 240 sentences are read, about 15 ms; pure, deterministic.

A sentence is good when it is near to the middle of all sentences (copies count, by their
logarithm) and far from those already chosen. Nothing is written anew, so every word has a
source. What is shown is masked again, whoever stored the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from huiying.engine.masking.mask import mask
from huiying.engine.text.clean import clean
from huiying.engine.text.terms import terms_of
from huiying.engine.types import EventText

MAX_TEXTS: Final = 60
_TEXT_CHARS: Final = 1_500  # what a text says stands at its beginning
_OF_A_TEXT: Final = 4  # sentences of one text that are looked at
_LEAST, _MOST = 10, 120  # characters of a sentence that says something and can be shown
_ALIKE: Final = 0.6  # cosine from which two sentences say the same
_NEWNESS: Final = 0.7  # how much being like a chosen sentence costs
_NEAR_ENOUGH: Final = 0.5  # of the best first sentence's nearness; below it adds noise
_TAG = re.compile(r"#[^#\n]{1,40}#")  # says which matter, not what
_ANSWERS = re.compile(r"^(?:(?:回复|转发|转载|转)[:：]|【转】)\s*")  # says who answers whom
_END = re.compile(r"(?<=[。！？!?；;…])|\n+")
_SAYS_LITTLE = re.compile(
    r"^(?:转发?|回复|求扩散|求助|请|望|盼|希望|恳请|谢谢|感谢|你好|您好|尊敬的)[^，,]{0,14}[。！!？?]?$"
)


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence of the summary, word for word from a post."""

    key: int  # of the text it stands in
    text: str  # masked
    score: float  # nearness to all that was said, in [0, 1]


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: int
    order: int
    text: str
    vector: Mapping[int, float]  # unit length
    weight: float


def summarise(sources: Sequence[EventText], k: int = 3) -> tuple[SummarySentence, ...]:
    """Return the sentences that best cover what was said; () when nobody said a sentence.

    Args:
        sources: In the order in which they are to be shown; those with most copies are read
            when there are more than 60.
        k: At most so many sentences, from 0.
    """
    found = _candidates(_read(sources))
    middle = _middle(found)
    near = [_dot(one.vector, middle) for one in found]
    chosen: list[int] = []
    while len(chosen) < k:
        best, best_score = -1, 0.0
        for number, one in enumerate(found):
            like = max((_dot(one.vector, found[had].vector) for had in chosen), default=0.0)
            enough = not chosen or near[number] >= _NEAR_ENOUGH * near[chosen[0]]
            score = near[number] - _NEWNESS * like * near[number]
            if number not in chosen and like < _ALIKE and enough and score > best_score:
                best, best_score = number, score
        if best < 0:
            break
        chosen.append(best)
    return tuple(
        SummarySentence(found[number].key, found[number].text, round(near[number], 4))
        for number in sorted(chosen, key=lambda number: found[number].order)
    )


def _read(sources: Sequence[EventText]) -> list[EventText]:
    """Return at most 60 texts, those with most copies, in their order."""
    ranked = sorted(range(len(sources)), key=lambda at: (-sources[at].copies, at))
    return [sources[at] for at in sorted(ranked[:MAX_TEXTS])]


def _candidates(sources: Sequence[EventText]) -> list[_Candidate]:
    found: list[_Candidate] = []
    covered: set[str] = set()
    for source in sources:
        for text in _sentences(source)[:_OF_A_TEXT]:
            ids, base = terms_of("", clean(text))
            length = sqrt(sum(weight * weight for weight in base.tolist()))
            bare = "".join(filter(str.isalnum, text))
            if not length or bare in covered:
                continue
            covered.add(bare)
            unit = {
                term: weight / length
                for term, weight in zip(ids.tolist(), base.tolist(), strict=True)
            }
            weight = 1.0 + log(max(source.copies, 1))
            found.append(_Candidate(source.key, len(found), text, unit, weight))
    return found


def _sentences(source: EventText) -> list[str]:
    """Return the masked sentences of a text that say something, in their order."""
    title, text = source.title[:_TEXT_CHARS], source.text[:_TEXT_CHARS]
    whole = text if not title or text.startswith(title) else f"{title}\n{text}"
    parts = [
        _ANSWERS.sub("", _TAG.sub("", part).strip()) for part in _END.split(mask(whole).text)
    ]
    return [
        part for part in parts if _LEAST <= len(part) <= _MOST and not _SAYS_LITTLE.match(part)
    ]


def _middle(found: Sequence[_Candidate]) -> dict[int, float]:
    """Return the direction of all sentences together, of unit length."""
    total: dict[int, float] = {}
    for one in found:
        for term, value in one.vector.items():
            total[term] = total.get(term, 0.0) + one.weight * value
    length = sqrt(sum(value * value for value in total.values()))
    return {term: value / length for term, value in total.items()} if length else {}


def _dot(left: Mapping[int, float], right: Mapping[int, float]) -> float:
    return sum(value * right.get(term, 0.0) for term, value in left.items())
