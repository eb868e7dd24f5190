"""Tell whether a search reads like a person's name; places, offices and shops do not.

In:   what was typed into a search.    Out:  yes or no; no list of names is asked or kept.
Cost: about 2 ms where the tagger is installed, else microseconds; pure.

A word of the dictionary passes, however it is written: who looks for 高峰 or 安康 finds them.
"""

from __future__ import annotations

import re
from typing import Final

import rjieba

from huiying.engine.masking.own_places import NO_PLACES
from huiying.engine.masking.second_look import find_names_again
from huiying.engine.masking.shapes import HAN, is_word, surname_at
from huiying.engine.masking.spelling import unify_spelling
from huiying.engine.masking.tagger import PERSON, is_installed, tag_words
from huiying.engine.masking.words import (
    BODY_ENDS,
    GIVEN,
    KIN,
    NOT_GIVEN,
    OFFICES,
    PLACE_ENDS,
    PLAIN_SURNAMES,
    TITLES,
    TRADES,
)

_WORD = re.compile(rf"[{HAN}·]+")
_GAPS = re.compile(r"[\s.,、/_*+~|-]+")
_LONGEST: Final = 4
_TRADE = re.compile("|".join((*TRADES, *BODY_ENDS)))
_GIVEN: Final = frozenset(GIVEN)


def is_name_search(phrase: str, places: frozenset[str] = NO_PLACES) -> bool:
    """Tell whether a search names a person, alone or beside a matter.

    Args:
        places: Words that are no names (``own_places.place_words``).

    >>> is_name_search("张建国 欠薪"), is_name_search("建国路 欠薪")
    (True, False)
    """
    text = unify_spelling(phrase)
    whole = _GAPS.sub("", text)  # 张 小 云
    if len(whole) <= _LONGEST and whole not in places and _is_name(whole):
        return True
    words = {found[0] for found in _WORD.finditer(text)} - places
    if any(_is_name(word) for word in words):
        return True
    return bool(find_names_again(text, places))


def _is_name(word: str) -> bool:
    """Tell whether a word that stands alone is a surname and a given name."""
    surname = surname_at(word, 0)
    if not surname or not surname < len(word) <= min(surname + 2, _LONGEST):
        return False
    if (
        not NOT_GIVEN.isdisjoint(word[surname:])
        or word in KIN
        or word[-1] in PLACE_ENDS
        or word[surname:] in (*TITLES, *OFFICES)
        or _TRADE.search(word, surname)
        or is_word(word)
    ):
        return False
    tagged = _tags(word)
    if tagged:
        return tagged == [PERSON]
    usual = surname > 1 or word[0] in PLAIN_SURNAMES
    return usual and _GIVEN.issuperset(word[surname:]) and not rjieba.has_word(word)


def _tags(word: str) -> list[str]:
    return [one.tag for one in tag_words([word])[0]] if is_installed() else []
