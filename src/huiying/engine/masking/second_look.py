"""Look at texts once more: rules and the tagger together find the names that rules alone miss.

In:   texts, masked or not, as many as come together.
Out:  what ``mask`` and ``find_identifiers`` return; the same as theirs where no tagger is
      installed.
Cost: about 5 ms a post of 205 characters; pure; idempotent. Never on the way of placing.

The tagger knows persons by their sentences, but calls a shop, a school or a village that is
named after somebody a person as well. What stands in such a name stays, and who is named with
a public office stays as everywhere (``names.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import rjieba

from huiying.engine.masking.common_words import is_common
from huiying.engine.masking.cues import cue_ends
from huiying.engine.masking.mask import (
    MAX_PASSES,
    Identifier,
    Masked,
    disjoint,
    find_all,
    find_once,
    label_finds,
    masked_of,
    merged,
    not_touching,
    with_places_of,
)
from huiying.engine.masking.names import is_in_office
from huiying.engine.masking.own_places import NO_PLACES, in_place
from huiying.engine.masking.shapes import HAN, framed_at, is_word, surname_at
from huiying.engine.masking.spelling import unify_spelling
from huiying.engine.masking.tagger import BODY, PERSON, PLACE, Word, tag_words
from huiying.engine.masking.words import (
    CHILDREN,
    FOLLOWS_CUED,
    FOREIGN,
    GIVEN,
    KIN,
    NO_CHILD,
    OFFICES,
    PLACE_ENDS,
    SURNAMES,
    TITLES,
    TRADES,
)
from huiying.engine.text.clean import strip_invisible

_LEAST: Final = 2  # characters of a name
_NAME = re.compile(rf"[{HAN}·*×]{{2,12}}|[A-Z][A-Za-z]+(?: [A-Z][a-z]+)*")
_LABEL = re.compile(r"〔[^〔〕]{1,4}〕")
_TRADE = re.compile("|".join(TRADES))
_NOUNS: Final = frozenset(("n", "nz", "nw", "vn", "a", "m", "s", PLACE, BODY))
_WORDS_LOOKED_AT: Final = 3  # behind a name, for the trade that it may be the name of
_VILLAGE = re.compile(rf"[{HAN}]家[{HAN}]|[{HAN}]{{2,3}}[沱坝坪坎村镇路街巷沟渡屯寨庄]")
_GIVEN: Final = frozenset(GIVEN)
_NAMING: Final = frozenset(("n", "nz", "nw", "TIME", PERSON, PLACE, BODY))
_SAYING: Final = frozenset(("v", "vd", "d", "ad", "p", "c", "u", "xc", "w", "r", "TIME"))
_PET = re.compile(rf"([{HAN}])\1|[{HAN}]儿")
_FREE = re.compile(rf"(?:^|[^{HAN}]|听说|[是叫找被和跟与])(?P<name>[{SURNAMES}][{GIVEN}]{{2}})")
_REST = re.compile(r"[^。!?！？;；\n,，、]{2,16}")
_CHILD = re.compile(rf"(?:{CHILDREN})(?:小名|大名|名字)?(?:叫做?|名叫|是|:)?")
_CHILD_BEFORE = re.compile(rf"(?:{CHILDREN})(?:小名|大名|名字)?(?:叫做?|名叫|是|:)?[“\"]?$")
_AT_HOME = re.compile(rf"(?:([{HAN}])\1|([{HAN}])\2([{HAN}])\3)|[大小阿老][{HAN}]|小?[{HAN}]儿")
_NO_NAME = re.compile(
    "[的了吗呢吧路街镇县市区村号栋室局科款费车机]|公司|(?:式|[几么些哪谁着过得])$"
)
_DOCUMENT = re.compile(r"\s?[(〔\[【](?:19|20)\d\d")
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十百千万两]+")
_BEFORE_DOT = re.compile(rf"[{FOREIGN}]{{1,5}}$")
_ADDRESSES: Final = (*TITLES, *OFFICES)
_PLATFORMS: Final = ("小红书", "小程序", "小米")


def mask_again(texts: Sequence[str], places: frozenset[str] = NO_PLACES) -> list[Masked]:
    """Replace what ``mask`` replaces, and the names that the tagger finds.

    Args:
        places: Words that are no names, as those of ``mask``.

    >>> [one.text for one in mask_again(["楼下13800000000停车"])]
    ['楼下〔电话〕停车']
    """
    visible = [strip_invisible(text) for text in texts]
    return [
        masked_of(text, finds)
        for text, finds in zip(visible, _look(visible, places), strict=True)
    ]


def find_identifiers_again(
    texts: Sequence[str], places: frozenset[str] = NO_PLACES
) -> list[list[Identifier]]:
    """Return what ``mask_again`` replaces, as places in each text."""
    finds = _look([strip_invisible(text) for text in texts], places)
    return [with_places_of(text, some) for text, some in zip(texts, finds, strict=True)]


def find_names_again(text: str, places: frozenset[str] = NO_PLACES) -> list[Identifier]:
    """Return the names in a short text, whatever of it is a number or an account."""
    return [one for one in find_identifiers_again([text], places)[0] if one.kind == "name"]


def _look(texts: Sequence[str], places: frozenset[str] = NO_PLACES) -> list[list[Identifier]]:
    """Return the finds of each text; what is masked can show more, as in ``find_all``."""
    finds = [find_all(text, places) for text in texts]
    open_ones = list(range(len(texts)))
    for _ in range(MAX_PASSES):
        shown = [unify_spelling(label_finds(texts[at], finds[at])) for at in open_ones]
        found_more = []
        for at, text, words in zip(open_ones, shown, _tag_with_cues(shown), strict=True):
            new = _new_finds(text, words, places)
            if new:
                finds[at] = merged(finds[at], new)
                found_more.append(at)
        if not found_more:
            break
        open_ones = found_more
    return finds


def _tag_with_cues(texts: Sequence[str]) -> list[list[Word]]:
    """Return the words of each text, with the persons seen when it is read from a cue on.

    孩子石榴还没上学 holds fruit for the tagger, 石榴还没上学 a child.
    """
    cues = [(row, at) for row, text in enumerate(texts) for at in _places_behind_cues(text)]
    rests = [_REST.match(texts[row], at) for row, at in cues]
    words = tag_words([*texts, *(rest[0] if rest else "" for rest in rests)])
    found, behind = words[: len(texts)], words[len(texts) :]
    for (row, at), some in zip(cues, behind, strict=True):
        if some and some[0].tag == PERSON:
            person = Word(at, at + some[0].end, PERSON)
            others = [one for one in found[row] if not _touch(one, person)]
            if not any(one.tag == PERSON and _touch(one, person) for one in found[row]):
                found[row] = sorted([*others, person])
    return found


def _places_behind_cues(text: str) -> set[int]:
    return {*cue_ends(text), *(found.end() for found in _CHILD.finditer(text))}


def _touch(one: Word, other: Word) -> bool:
    return one.start < other.end and other.start < one.end


def _new_finds(
    text: str, words: list[Word], places: frozenset[str] = NO_PLACES
) -> list[Identifier]:
    """Return what one look finds; the rules come first."""
    by_rule = find_once(text, places)
    found = sorted({*find_persons(text, words), *find_words_as_names(text, words)})
    persons = (
        Identifier(at, end, "name")
        for at, end in found
        if not in_place(text, at, end, places)
        and not _is_other(text, at, end, [word for word in words if word.start >= end])
    )
    return sorted([*by_rule, *disjoint(not_touching(persons, by_rule))])


def find_persons(text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield the words that name a person who is neither a place, a trade nor an office."""
    labels = [found.span() for found in _LABEL.finditer(text)]
    for index, word in enumerate(words):
        if word.tag != PERSON or any(at < word.end and word.start < end for at, end in labels):
            continue
        start, end = _start(text, word), _end(text, word, words[index + 1 :])
        if _NAME.fullmatch(text[start:end]):
            yield start, end


def find_words_as_names(text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield names that are written like words, where a role or a child stands before them.

    The tagger says where words end: a name ends there too, and something is said of it.
    """
    next_words = {word.start: word.tag for word in words} | {len(text): "w"}
    for at in cue_ends(text):
        for end in (at + 3, at + 2):
            if at in next_words and next_words.get(end) in _SAYING:
                start, length = framed_at(text, at, end)
                if length and surname_at(text, at):
                    yield start, end
                    break
    yield from _free_names(text, next_words)
    for word in words:
        if word.tag in _NAMING and _is_pet_name(text, word.start, word.end):
            yield word.start, word.end


def _free_names(text: str, next_words: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """Yield names at the beginning of a clause that only the ends of words give away."""
    for found in _FREE.finditer(text):
        at, end = found.span("name")
        is_cut = at in next_words and next_words.get(end) in (*_SAYING, "n")
        if is_cut and text[end - 1] not in PLACE_ENDS and not rjieba.has_word(found["name"]):
            yield at, end


def _is_pet_name(text: str, start: int, end: int) -> bool:
    """Tell whether 豆豆 or 果儿 stands directly behind a child."""
    name = text[start:end]
    small = name[0] == "小" and name[1:] in GIVEN and not is_word(name)
    return bool(
        (small or _PET.fullmatch(name))
        and name not in KIN
        and name not in NO_CHILD
        and not _TRADE.match(text, end)
        and _is_behind_child(text, start)
    )


def _is_behind_child(text: str, at: int) -> bool:
    """Tell whether 孩子, 女儿叫 and the like stand directly before a place."""
    return _CHILD_BEFORE.search(text, max(0, at - 6), at) is not None


def _start(text: str, word: Word) -> int:
    """Return where a name begins; the tagger cuts 买 off 买买提·艾力."""
    if "·" not in text[word.start : word.end]:
        return word.start
    before = _BEFORE_DOT.search(text, max(0, word.start - 5), word.start)
    return before.start() if before else word.start


def _end(text: str, word: Word, following: Sequence[Word]) -> int:
    """Return where a name ends; the tagger cuts 平 off 万小平, and 建设 off 欧阳建设."""
    size, surname = word.end - word.start, surname_at(text, word.start)
    if not surname or size > surname + 1 or not following:
        return word.end
    more = text[following[0].start : following[0].end]
    listed = text[word.start - 1 : word.start] == "、"
    if size == surname and len(more) <= _LEAST and more[0] in _GIVEN:
        return following[0].end
    if size > surname and more in _GIVEN and (listed or more not in FOLLOWS_CUED):
        return following[0].end
    return word.end


def _is_other(text: str, start: int, end: int, following: Sequence[Word]) -> bool:
    """Tell whether what the tagger calls a person is something else, or stays on purpose."""
    name = text[start:end]
    if _is_no_name(name) or is_common(text, start, end) or text.startswith(_PLATFORMS, start):
        return True
    if is_in_office(text, start, end) or _DOCUMENT.match(text, end):
        return True
    if _is_pet_name(text, start, end):
        return False
    of_child = len(name) <= _LEAST + 1 and _is_behind_child(text, start)
    if not of_child and not _is_written_like_a_name(name):
        return True
    return _TRADE.search(_named_after(text, following)) is not None


def _is_no_name(name: str) -> bool:
    """Tell whether it is a relative, a surname with a title, a village, a shop or a number."""
    return bool(
        name in KIN
        or (name[0] in SURNAMES and name[1:] in _ADDRESSES)
        or _VILLAGE.fullmatch(name)
        or _TRADE.search(name, 1)
        or _NUMERALS.fullmatch(name)
    )


def _is_written_like_a_name(name: str) -> bool:
    """Tell whether a person can be called so: by surname, at home, or in another language."""
    if name.isascii() or "·" in name or _AT_HOME.fullmatch(name):
        return True
    return _NO_NAME.search(name, 1) is None


def _named_after(text: str, following: Sequence[Word]) -> str:
    """Return the nouns directly behind a name: what would be named after it."""
    nouns = []
    for word in following[:_WORDS_LOOKED_AT]:
        if word.tag not in _NOUNS:
            break
        nouns.append(text[word.start : word.end])
    return "".join(nouns)
