"""Find the places where a person's name may stand: after a cue, or in a frame.

In:   plain text in which finds of numbers are already covered.
Out:  (start, length) of what may be a name; length 0 is none.
Cost: some ten looks of about 1 µs at a post of 230 characters; O(n).

Cues are a role, a relation, "my name is", a village group. Frames are a number beside it, a
list, the end of a letter, a sex or a form of address behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from huiying.engine.masking.shapes import (
    HAN,
    NAME,
    NAME_ALONE,
    filling,
    framed_at,
    free_at,
    is_word,
    name_at,
    name_before,
)
from huiying.engine.masking.spelling import has_any
from huiying.engine.masking.words import (  # fmt: skip
    AFTER_NAME,
    CALLED,
    CHILD_WORDS,
    CHILDREN,
    DOUBLE_SURNAMES,
    FOREIGN,
    FRAMED_SURNAMES,
    GIVEN,
    NICKNAMES,
    NO_CHILD,
    NOT_GIVEN,
    PERSONS,
    PLACE_ENDS,
    PLAIN_SURNAMES,
    ROLES,
    SURE_GIVEN,
    SURNAMES,
)

Candidate = tuple[int, int]

COVER: Final = "\ue000"  # stands for a number that was found
_NUMBER: Final = rf"(?:{COVER}|〔(?:电话|证件号)〕)"
_BEGINS: Final = "".join(sorted({*SURNAMES, *FOREIGN}))
_CUE_WORDS: Final = {
    last: tuple(word for word in (*PERSONS, *ROLES) if word[-1] == last)
    for last in {word[-1] for word in (*PERSONS, *ROLES)}
}
_CUE = re.compile(
    rf"[{''.join(sorted(_CUE_WORDS))}]"
    rf"(?P<mark>\s?(?:[:是为]|名?叫做?)\s?|[\s“\"(]{{0,2}})(?=[{_BEGINS}]|[A-Z][a-z])"
)
_CALLED = re.compile(rf"{CALLED}(?:是|:)?[\s“\"「]{{0,2}}(?=[{HAN}A-Z])")
_PET_CUES: Final = ("小名", "乳名")
_PET_NAME = re.compile(rf"[{HAN}]{{2,3}}(?=[^{HAN}]|的|$)")
_CALLED_WORDS = ("叫", "本人", "我是", "姓名", "小名", "乳名", "大名")
_DOTTED = re.compile(rf"(?:[{HAN}]人|叫|:|是|户|民)\s?(?P<name>[{HAN}]{{2,5}}·[{HAN}]{{2,6}})")
_ORDINAL: Final = r"[\d一二三四五六七八九十]"
_VILLAGER = re.compile(
    rf"[组社队](?:(?<={_ORDINAL}.)|(?<={_ORDINAL}村民小.))(?:村民)?\s?(?=[{SURNAMES}])"
)
_BESIDE = re.compile(
    rf"(?P<before>{NAME_ALONE})[\s:,(]{{0,2}}(?:(?:联系)?电话|手机号?码?|身份证号?码?|联系方式)?"
    rf"[:\s]{{0,2}}(?={_NUMBER})|{_NUMBER}[\s,、)]{{0,2}}(?P<after>{NAME_ALONE})"
)
_FREE = re.compile(rf"[{PLAIN_SURNAMES}][{GIVEN}]{{2}}")
_WORDLIKE_FREE = re.compile(rf"[{FRAMED_SURNAMES}][{GIVEN}][{SURE_GIVEN}]")
_DOUBLE_FIRST, _DOUBLE_SECOND = map("".join, zip(*DOUBLE_SURNAMES, strict=True))
_FREE_DOUBLE = re.compile(rf"[{_DOUBLE_FIRST}][{_DOUBLE_SECOND}][{GIVEN}]{{1,2}}")
# Where one of these three may begin: one look instead of three at texts that hold none.
_MAY_BE_FREE = re.compile(
    rf"[{PLAIN_SURNAMES}{FRAMED_SURNAMES}{_DOUBLE_FIRST}][{GIVEN}{_DOUBLE_SECOND}]"
    rf"[{GIVEN}{SURE_GIVEN}]"
)
_SEPARATOR: Final = r"[、/;,\s]\s?(?:\d{1,3}[.、]?)?"
_LISTED = re.compile(rf"{NAME_ALONE}(?:{_SEPARATOR}{NAME_ALONE}){{2,}}")
_ITEM = re.compile(rf"[{HAN}*×]+")
_SIGNED = re.compile(
    rf"[礼—。!?:\n][!。.\s]{{0,4}}(?P<name>{NAME})(?=\s{{0,4}}(?:$|\n|\d{{4}}\s?[年./-]))"
)
_SIGNED_WITHIN: Final = 60
_ADDRESSED = re.compile(  # each begins with a letter of its own, which is what makes it fast
    f"(?P<after>{'|'.join(AFTER_NAME)}"
    + "".join(rf"|{mark}\s?[男女][,、)\s。性]" for mark in (",", r"\(", "、"))
    + ")"
)
_HOME_FRAMES: Final = ("妈妈", "爸爸", "爷爷", "奶奶", "外婆", "今年", "岁")
_AGED = re.compile(r"(?:今年|才|刚满?|已经)?[\d一二三四五六七八九十]{1,2}周?$")
_AGE_CHARS: Final = 6
_NICKNAMES: Final = frozenset(NICKNAMES)
_CHILD = re.compile(
    rf"(?:{CHILDREN})(?:小名|大名|名字)?(?P<called>叫做?|名叫|:)?"
    rf"(?P<name>(?P<pet>([{NICKNAMES}])\4|[虎牛柱栓铁狗石壮][子蛋头])|([{HAN}])\5|小[{HAN}]|[{SURE_GIVEN}][{GIVEN}]|[{GIVEN}][{SURE_GIVEN}])"
    rf"(?(pet)|(?=[^{HAN}]|今年|的|在|从|被|打|走|因|和|每|转|上|读|没|报|发|才|就|都|还|也|刚|已|正|要|说|哭|掉|摔|考|[一二三四五六七八九十]岁))"
)


def candidates(text: str) -> Iterator[Candidate]:
    """Yield the places, in no particular order."""
    yield from _cued(text)
    if has_any(text, _CALLED_WORDS):
        yield from _called(text)
    for cue in _VILLAGER.finditer(text):
        yield cue.end(), name_at(text, cue.end())
    if _MAY_BE_FREE.search(text):
        for pattern in (_FREE, _WORDLIKE_FREE, _FREE_DOUBLE):
            for cue in pattern.finditer(text):
                yield cue.start(), free_at(text, cue.start(), cue.end())
    yield from _framed(text)
    if has_any(text, CHILD_WORDS):
        yield from _children(text)
    yield from _small(text)


def _framed(text: str) -> Iterator[Candidate]:
    if COVER in text or "〔" in text:
        for found in _BESIDE.finditer(text):
            yield framed_at(text, *found.span(found.lastgroup or 0))
    for found in _ADDRESSED.finditer(text):
        yield name_before(text, found.start())
    yield from _signed(text)
    if "·" in text:
        yield from _dotted(text)
    yield from _listed(text)


def _cued(text: str) -> Iterator[Candidate]:
    for cue in _CUE.finditer(text):
        if not text.endswith(_CUE_WORDS[cue[0][0]], 0, cue.start() + 1):
            continue
        if text.endswith(ROLES, 0, cue.start() + 1):
            yield cue.end(), filling(text, cue.end(), any_name=False)
        else:
            yield cue.end(), name_at(text, cue.end())


def cue_ends(text: str) -> Iterator[int]:
    """Yield the places behind a role or relation at which a name may begin."""
    for cue in _CUE.finditer(text):
        if text.endswith(_CUE_WORDS[cue[0][0]], 0, cue.start() + 1):
            yield cue.end()


def _called(text: str) -> Iterator[Candidate]:
    for cue in _CALLED.finditer(text):
        pet = _PET_NAME.match(text, cue.end()) if cue[0][:2] in _PET_CUES else None
        if pet:  # what a child is called at home may be any word
            yield cue.end(), len(pet[0])
            continue
        any_name = "叫" in cue[0] or "名" in cue[0]
        if any_name or "是" not in cue[0]:
            yield cue.end(), filling(text, cue.end(), any_name=any_name)
        else:
            yield cue.end(), name_at(text, cue.end())


def _signed(text: str) -> Iterator[Candidate]:
    short = len(text) - _SIGNED_WITHIN if "\n" not in text and "敬礼" not in text else 0
    for found in _SIGNED.finditer(text, max(0, short)):
        yield framed_at(text, *found.span("name"))


def _dotted(text: str) -> Iterator[Candidate]:
    for found in _DOTTED.finditer(text):
        is_name = NOT_GIVEN.isdisjoint(found["name"])
        yield found.start("name"), len(found["name"]) * is_name


def _listed(text: str) -> Iterator[Candidate]:
    for found in _LISTED.finditer(text):
        items = _ITEM.finditer(text, *found.span())
        spans = [framed_at(text, *one.span()) for one in items]
        if all(length for _, length in spans):
            yield from spans


def _children(text: str) -> Iterator[Candidate]:
    """Yield short names of children: one character twice, or one behind 小."""
    for found in _CHILD.finditer(text):
        plainly = found["called"] or not found["name"].startswith("小")
        if (found["pet"] and text[found.end() : found.end() + 1] not in PLACE_ENDS) or (
            plainly and found["name"] not in NO_CHILD and not is_word(found["name"])
        ):
            yield found.start("name"), len(found["name"])


def _small(text: str) -> Iterator[Candidate]:
    """Yield what a child is called at home, before an age or before a parent of it."""
    for frame in _HOME_FRAMES:
        at = text.find(frame)
        while at >= 0:
            end = at
            if frame == "岁":
                aged = _AGED.search(text[max(0, at - _AGE_CHARS) : at])
                end = at - len(aged[0]) if aged else 0
            first, second = text[max(0, end - 2) : end - 1], text[end - 1 : end]
            doubled = first == second and first in _NICKNAMES
            small = first == "小" and frame == "岁" and not text[end - 3 : end - 2] >= "\u4e00"
            name = first + second
            if name not in NO_CHILD and (doubled or (small and not is_word(name))):
                yield end - 2, 2
            at = text.find(frame, at + 1)
