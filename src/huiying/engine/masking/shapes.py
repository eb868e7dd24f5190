"""Decide where a personal name begins and ends, and whether it is one.

In:   plain text and a place in it.
Out:  the length of the name there; 0 when words say that there is none.
Cost: a few characters are looked at; a dictionary is asked where a surname stands.

A name is a surname and one or two given characters, or a name of another language spelled with
the characters kept for that. It is none when it is a word, the name of a place or a body, or
when a word runs across its ends.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import rjieba

from huiying.engine.masking.words import (  # fmt: skip
    AFTER_NAME,
    BODY_ENDS,
    DOUBLE_SURNAMES,
    FOLLOWS,
    FOLLOWS_CUED,
    FOREIGN,
    GIVEN,
    KNOWN_FOREIGN,
    LOOSE_SURNAMES,
    NOT_GIVEN,
    OFFICES,
    PLACE_ENDS,
    PLAIN_SURNAMES,
    SURE_GIVEN,
    SURNAMES,
    TITLES,
)

HAN: Final = r"\u4e00-\u9fff"
_FIRST: Final = SURNAMES + "".join(sorted({name[0] for name in DOUBLE_SURNAMES}))
NAME: Final = rf"[{_FIRST}][{HAN}*×]{{1,3}}"
NAME_ALONE: Final = rf"[{_FIRST}](?<![{HAN}].)[{HAN}*×]{{1,3}}(?![{HAN}])"  # a mark before
_SURNAME_SET, _PLAIN_SET, _GIVEN_SET = map(frozenset, (SURNAMES, PLAIN_SURNAMES, GIVEN))
_SURE_SET: Final = frozenset(SURE_GIVEN)
_ONLY_GIVEN: Final = frozenset("秀娟芳淑婷莉萍兰俊杰鹏勇斌琴桂珍莲菊芝")  # of no place or brand
_FOREIGN = re.compile(rf"[{FOREIGN}]{{2,6}}(?:·[{HAN}]{{1,6}})?|[A-Z][a-z]+(?: [A-Z][a-z]+)+")
_LEAST_FOREIGN: Final = 3
_TOKEN = re.compile(rf"[{HAN}*×]{{2,4}}(?![{HAN}])|[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_ENDS_IN_NAME = re.compile(rf"(?:^|[^{HAN}]|[由是被跟向找把对给])(?P<name>{NAME})$")
_NO_END: Final = ("人", "者", "员", "户", "民", *PLACE_ENDS, *BODY_ENDS)
_ADDRESSES: Final = (*TITLES, *OFFICES)
_FORTUNES: Final = frozenset("福才财德权志成田根余金旺发亮")
_NUMERALS: Final = "一二三四五六七八九十"
_WINDOW: Final = 4
_SHORT: Final = 2  # characters of a name with one given character


@lru_cache(maxsize=8192)
def is_word(word: str) -> bool:
    """Tell whether the dictionary knows a word that is no name of a person."""
    return rjieba.has_word(word) and not rjieba.tag(word)[0][1].startswith("nr")


def may_be_given(text: str, at: int) -> bool:
    """Tell whether a given name may hold this character."""
    one = text[at : at + 1]
    if one == "有":  # 有福 is a name, 有水 is not
        return text[at + 1 : at + 2] in _FORTUNES
    return bool(one) and one not in NOT_GIVEN and ("\u4e00" <= one <= "\u9fff" or one in "*×")


def ends_here(text: str, at: int, follows: frozenset[str] = FOLLOWS) -> bool:
    """Tell whether a name may end here."""
    one = text[at : at + 1]
    return not "\u4e00" <= one <= "\u9fff" or one in follows or text.startswith(AFTER_NAME, at)


def surname_at(text: str, at: int) -> int:
    """Return the number of characters of the surname here, or 0."""
    if text.startswith(DOUBLE_SURNAMES, at):
        return 2
    return int(text[at : at + 1] in _SURNAME_SET)


def name_at(text: str, at: int) -> int:
    """Return the length of the name after a cue, or 0 when words say it is none."""
    foreign = foreign_at(text, at)
    if foreign:
        return foreign
    surname = surname_at(text, at)
    given = at + surname
    if not surname or not may_be_given(text, given) or text.startswith(_ADDRESSES, given):
        return 0
    long = may_be_given(text, given + 1) and (
        text[given + 1] in _GIVEN_SET or text[given + 1] not in FOLLOWS
    )
    known = text[given] in _GIVEN_SET and text[given + 1 : given + 2] in _GIVEN_SET
    if long and (ends_here(text, given + 2, FOLLOWS_CUED) or known):
        length = surname + 2
    elif ends_here(text, given + 1, FOLLOWS_CUED):
        length = surname + 1
    else:
        word, tag = rjieba.tag(text[at : at + 2 * _WINDOW])[0]
        length = len(word)
        if tag != "nr" or not surname < length <= surname + 2:
            return 0
    return 0 if is_other(text, at, at + length) else length


def foreign_at(text: str, at: int) -> int:
    """Return the length of the name of another language after a cue, or 0."""
    found = _FOREIGN.match(text, at)
    if not found:
        return 0
    name = found[0]
    if name.isascii():
        return len(name)
    known = len(name) >= _LEAST_FOREIGN or name in KNOWN_FOREIGN
    return len(name) * (
        known and ends_here(text, found.end(), FOLLOWS_CUED) and not is_word(name)
    )


def is_other(text: str, at: int, end: int, *, framed: bool = False) -> bool:
    """Tell whether what looks like a name is a word, or the name of a place or a body."""
    following = text[end : end + 1]
    if (
        text[end - 1] in "人者员户"
        or following in PLACE_ENDS
        or text.startswith(BODY_ENDS, end)
    ):
        return True
    if text.startswith(DOUBLE_SURNAMES, at):
        return False
    if text[at] in LOOSE_SURNAMES and (
        text[at + 1] in _NUMERALS or rjieba.has_word(text[at + 1 : at + 3])
    ):
        return True
    if end - at == _SHORT:
        return _is_other_short(text, at, framed=framed)
    return _is_other_long(text, at, end, framed=framed)


def _is_other_short(text: str, at: int, *, framed: bool) -> bool:
    if framed and text[at + 1] in _GIVEN_SET:
        return is_word(text[at : at + 2])
    if text[at] in LOOSE_SURNAMES and not framed:
        return text[at + 1] not in _SURE_SET
    return rjieba.has_word(text[at : at + 2]) or (
        text[at] not in _PLAIN_SET and rjieba.has_word(text[at + 1 : at + 3])
    )


def _is_other_long(text: str, at: int, end: int, *, framed: bool) -> bool:
    is_usual = _GIVEN_SET.issuperset(text[at + 1 : end])
    if is_word(text[at:end]) or (is_word(text[at : at + 2]) and not (framed and is_usual)):
        return True
    return not is_usual and (
        rjieba.has_word(text[at : at + 2])
        or (text[at] not in _PLAIN_SET and rjieba.has_word(text[at + 1 : end]))
    )


def filling(text: str, at: int, *, any_name: bool) -> int:
    """Return the length of the name that fills the space from a cue to the next mark, or 0.

    Args:
        any_name: The cue says that what follows is a name (我叫…), so it needs no surname.
    """
    found = _TOKEN.match(text, at)
    if not found:
        return name_at(text, at)
    token = found[0]
    if token.isascii():
        return len(token) * any_name
    if token.endswith(_NO_END):
        return 0
    if not _fills(token, surname_at(text, at), any_name=any_name):
        return name_at(text, at)
    if len(token) == _SHORT and not any_name and is_word(token) and not _is_thing(token):
        return 0
    return 0 if not surname_at(text, at) and rjieba.has_word(token) else len(token)


def _is_thing(token: str) -> bool:
    """Tell whether a word that is written like a name names a thing, as 白雪 does."""
    return token[1] in _GIVEN_SET and rjieba.tag(token)[0][1] == "n"


def _fills(token: str, surname: int, *, any_name: bool) -> bool:
    """Tell whether all of the token can be one name."""
    if not NOT_GIVEN.isdisjoint(token[surname:]):
        return False
    if token[0] in LOOSE_SURNAMES and not _GIVEN_SET.issuperset(token[1:]):
        return False
    if any_name:
        return True
    is_said = surname == 1 and len(token) > _SHORT and is_word(token[:2])
    return surname > 0 and len(token) <= surname + 2 and not is_said


def framed_at(text: str, at: int, end: int) -> tuple[int, int]:
    """Return (start, length) of a framed name, length 0 when words say it is none."""
    given = at + surname_at(text, at)
    fits = end <= given + 2 and NOT_GIVEN.isdisjoint(text[given:end])
    return at, (end - at) * (fits and not is_other(text, at, end, framed=True))


def name_before(text: str, end: int) -> tuple[int, int]:
    """Return (start, length) of the name that fills the space from the last mark to ``end``."""
    left = max(0, end - _WINDOW - 1)
    found = _ENDS_IN_NAME.search(text[left:end])
    return framed_at(text, left + found.start("name"), end) if found else (end, 0)


def free_at(text: str, at: int, end: int) -> int:
    """Return the length of a name without a cue, or 0 when a word runs across its ends."""
    if not ends_here(text, end) and _ONLY_GIVEN.isdisjoint(text[at + 1 : end]):
        return 0
    if is_other(text, at, end) or is_word(text[at + 1 : end + 1]):
        return 0
    place = left = max(0, at - _WINDOW)
    for word in rjieba.cut(text[left : end + _WINDOW]):
        right = place + len(word)
        if place < at < right or at < place < end < right:
            return 0
        place = right
    return end - at
