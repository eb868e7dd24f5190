"""Keep only those sentences of a language model's text that the cited sources support.

In:   what a model answered, in which each sentence cites sources as [n]; the numbered sources.
Out:  the sentences kept, each with what it cites; the others with why they were dropped.
Cost: about 2 ms; pure. At most 20,000 characters and ``MAX_SENTENCES`` sentences are read.

A model may invent, and a post may tell it what to write. So nothing is believed: a sentence is
dropped when it cites nothing or something that was not given, holds a number that stands in
none of its sources, shares too few words with them, or holds an address. What is kept is
masked again. It is a proposal for a person, never a finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from huiying.engine.masking.mask import mask
from huiying.engine.text.clean import normalize, strip_invisible
from huiying.engine.text.numerals import NUMERAL, read_number

MAX_SENTENCES: Final = 12
_READ: Final = 20_000
_LONGEST: Final = 300  # characters of a sentence
_SHARED: Final = 0.5  # least share of its character pairs that stand in what it cites
_SENTENCE = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;]+(?:\s*[\[【][\d,，、\s]+[\]】])*)?")
_CITE = re.compile(r"[\[【](\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)[\]】]")
_NUMBER = re.compile(NUMERAL)
_COUNTED = re.compile(r"[人名户位例起处家条天次周月年日号时点分元万亿吨米]")
_ADDRESS = re.compile(r"https?:|www\.|://|[a-z0-9-]+\.(?:com|cn|net|org)\b", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """One sentence and the numbers of the sources that it rests on."""

    text: str  # masked, without its marks
    cites: tuple[int, ...]  # ascending


@dataclass(frozen=True, slots=True)
class DroppedSentence:
    """One sentence that is not shown as a proposal, and why."""

    text: str  # masked
    why: str  # no-source, unknown-source, number, words, address, long


@dataclass(frozen=True, slots=True)
class CitedAnswer:
    """What is left of an answer."""

    accepted: tuple[CitedSentence, ...] = ()
    dropped: tuple[DroppedSentence, ...] = ()


def read_cited(answer: str, sources: Mapping[int, str]) -> CitedAnswer:
    """Return the sentences of an answer that stand on their sources.

    >>> read_cited("三号窗口排队两小时。[1] 局长已辞职。", {1: "三号窗口排队两小时"}).accepted
    (CitedSentence(text='三号窗口排队两小时。', cites=(1,)),)
    """
    plain = {number: _plain(text) for number, text in sources.items()}
    accepted: list[CitedSentence] = []
    dropped: list[DroppedSentence] = []
    for part in _SENTENCE.findall(strip_invisible(answer[:_READ])):
        text = _CITE.sub("", part).strip()
        if not _SIGNS.sub("", text):
            continue
        if len(accepted) + len(dropped) >= MAX_SENTENCES:
            break
        cites = _cites(part)
        why = _drop_reason(text, cites, plain)
        shown = mask(text[:_LONGEST]).text
        if why:
            dropped.append(DroppedSentence(shown, why))
        else:
            accepted.append(CitedSentence(shown, cites))
    return CitedAnswer(tuple(accepted), tuple(dropped))


def _cites(part: str) -> tuple[int, ...]:
    found = {int(one) for mark in _CITE.finditer(part) for one in re.findall(r"\d+", mark[1])}
    return tuple(sorted(found))


def _drop_reason(text: str, cites: tuple[int, ...], sources: Mapping[int, str]) -> str:
    """Return why a sentence is dropped, or an empty string."""
    if not cites or any(number not in sources for number in cites):
        return "unknown-source" if cites else "no-source"
    if len(text) > _LONGEST or _ADDRESS.search(text):
        return "long" if len(text) > _LONGEST else "address"
    plain_text = _plain(text)
    known = "\n".join(sources[number] for number in cites)
    if not _numbers(plain_text, claimed=True) <= _numbers(known, claimed=False):
        return "number"
    pairs = _pairs(plain_text)
    shared = len(pairs & _pairs(known))
    return "" if pairs and shared >= _SHARED * len(pairs) else "words"


def _plain(text: str) -> str:
    return normalize(strip_invisible(text[:_READ])).lower()


def _numbers(text: str, *, claimed: bool) -> set[int | None]:
    """Return the numbers of a text by what they say, so that 三 and 3 are one.

    Args:
        claimed: Leave out a 一 that counts nothing: 统一 and 一些 claim no number.
    """
    return {
        read_number(one[0])
        for one in _NUMBER.finditer(text)
        if not claimed or one[0] != "一" or _COUNTED.match(text, one.end())
    }


def _pairs(text: str) -> set[str]:
    bare = _SIGNS.sub("", text)
    return {bare[at : at + 2] for at in range(len(bare) - 1)}
