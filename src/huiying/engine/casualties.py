"""Count the dead, missing, hurt and trapped that a text states.

In:   title and text (NFKC).
Out:  for each kind the number stated and where; None where nothing is stated, never 0 for it.
Cost: about 300 µs for a text with such words, 5 µs for one without; pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from huiying.engine.numerals import NUMERAL, read_number

EVENT_WORDS: Final = {
    "dead": "死亡|遇难|身亡|丧生|罹难|丧命|死了|死于非命|溺亡|致死|毙命",
    "missing": "失踪|失联|下落不明",
    "hurt": (
        "受伤|重伤|轻伤|轻微伤|中毒|送医|送往医院|送到医院|入院治疗|被砸伤|被打伤|被咬伤|烧伤|烫伤|摔伤|撞伤"
        "|呕吐|腹泻|上吐下泻|骨折|昏迷|感染"
    ),
    "trapped": "被困|受困|被埋|困在",
}
_SHORT_FORM: Final = {
    "dead": "死",
    "hurt": "伤",
    "missing": "失踪|失联",
    "trapped": "被困|被埋",
}
_PEOPLE: Final = (
    "人|名|位|例|个人|个孩子|个学生|个工人|多人|口人|名?(?:群众|村民|居民|业主|学生|工人|民工|儿童|孩子|老人|乘客"
    "|员工|职工|师生|男子|女子|司机|旅客|幼儿)"
)
_ONE: Final = (
    "男子|女子|老人|老太|大爷|大妈|孩子|小孩|男孩|女孩|儿童|学生|工人|民工|司机|妇女|村民|居民|业主|乘客|行人"
    "|父亲|母亲|儿子|女儿|妻子|丈夫|婴儿|幼童|小伙|有人|外卖员|环卫工"
)
_NOT_PEOPLE: Final = (
    "只|头|条|匹|棵|株|尾|羽|辆|台|户|家|次|天|年|月|日|时|分|元|万元"
    "|米|岁|号|楼|层|起|间|套|亩"
)
_ANY_EVENT: Final = "|".join(EVENT_WORDS.values())
_BETWEEN: Final = r"[^。！？!?；;\d]{0,12}?"
_NEGATED = re.compile(r"无|没有|没|未|脱离|不曾|并非|避免|防止|以免")
_NONE_HURT = re.compile(
    r"(?:无|没有|未|没)(?:造成|发生|出现|有)?(?:任何)?人员?(?:伤亡|死伤|受伤)|无伤亡|无一人?伤亡|零伤亡"
)
_SUPPOSED = re.compile(
    r"如果|要是|万一|假如|会不会|差点|险些|难道|非要|等到.{0,8}才|怕|担心|可能会|容易|防止|避免|以免|警惕|演练|预防|保险|赔偿标准"
)
_PAST = re.compile(
    r"去年|前年|曾经?|近年来|年以来|以前|上次|历年|早年|[百十多]年前|当年|回顾|纪录片|电影里|电视剧|小说"
)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_AGE = re.compile(rf"{NUMERAL}(?:多|余|来|几)?(?:周岁|岁|年级|个月大)")
_QUANTITY: Final = rf"(?P<low>{NUMERAL})(?:(?:至|到|-|~|—)(?P<high>{NUMERAL}))?(?:多|余|几|来)?"
_ANY_CUE = re.compile(rf"{_ANY_EVENT}|死|伤")
_SEVERAL: Final = 3  # "many people": the least that it can mean


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that a text states, and where in ``title + newline + text``."""

    kind: str  # dead, missing, hurt or trapped
    number: int  # ≥ 0
    start: int
    end: int


def _compile(
    kind: str,
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = EVENT_WORDS[kind]
    others = "|".join(words for other, words in EVENT_WORDS.items() if other != kind)
    return (
        re.compile(
            rf"{_QUANTITY}\s?(?!{_NOT_PEOPLE})(?P<who>{_PEOPLE})(?P<gap>{_BETWEEN})(?:{words})"
        ),
        re.compile(
            rf"(?:{words}|{_SHORT_FORM[kind]})(?P<gap>(?:人数)?(?:了|者|的)?(?:已?(?:达|至少|约|升至|增至|超过|为|是))?(?:到|有)?)"
            rf"{_QUANTITY}\s?(?!{_NOT_PEOPLE})(?:(?P<who>{_PEOPLE})|(?=[，,。、；;\s]|$|{_ANY_EVENT}))(?![^。！？!?；;，,]{{0,3}}(?:{others})(?!\s?\d))"
        ),
        re.compile(
            rf"(?<![十百千万\d]){_QUANTITY}(?:人|名)?(?:{_SHORT_FORM[kind]})(?=[\d一二两三四五六七八九十、，,。.！!\s]|$|的)"
        ),
        re.compile(
            rf"(?:(?P<many>多人|多名|数人|好几个人|很多人|不少人)|(?:一[名位个])?(?:{_ONE}))(?P<gap>[^。！？!?；;，,\d]{{0,10}}?)(?:{words})"
        ),
    )


_PATTERNS: Final = {kind: _compile(kind) for kind in EVENT_WORDS}


def stated_casualties(title: str, text: str) -> dict[str, Stated]:
    """Return kind → what is stated. The title's number wins, else the greatest of the text.

    Sentences about the past count only when no other states anything; suppositions never.
    """
    whole = f"{title}\n{text}"
    if not _ANY_CUE.search(whole):
        return {}
    blanked = _AGE.sub(lambda found: "\u3000" * len(found[0]), whole)
    present: list[tuple[bool, Stated]] = []
    past: list[tuple[bool, Stated]] = []
    for sentence in _SENTENCE.finditer(blanked):
        if not _ANY_CUE.search(sentence[0]) or _SUPPOSED.search(sentence[0]):
            continue
        in_title = sentence.start() <= len(title) and bool(title)
        into = past if _PAST.search(sentence[0]) else present
        into += [(in_title, found) for found in _in_sentence(sentence[0], sentence.start())]
    return _chosen(present) or _chosen(past)


def _chosen(found: list[tuple[bool, Stated]]) -> dict[str, Stated]:
    best: dict[str, tuple[bool, Stated]] = {}
    for in_title, stated in found:
        held = best.get(stated.kind)
        if held is None or (in_title, stated.number) > (held[0], held[1].number):
            best[stated.kind] = (in_title, stated)
    return {kind: stated for kind, (_, stated) in best.items()}


def _in_sentence(sentence: str, offset: int) -> list[Stated]:
    none = _NONE_HURT.search(sentence)
    if none:
        place = (offset + none.start(), offset + none.end())
        return [Stated("dead", 0, *place), Stated("hurt", 0, *place)]
    found: list[Stated] = []
    for kind, (before, after, short, single) in _PATTERNS.items():
        numbered = [
            _stated(kind, match, offset)
            for pattern in (before, after, short)
            for match in pattern.finditer(sentence)
            if not _refused(match)
        ]
        found += [one for one in numbered if one is not None]
        if not numbered:
            for match in single.finditer(sentence):
                if not _refused(match):
                    number = _SEVERAL if match["many"] else 1
                    found.append(_at(kind, number, match, offset))
    return found


def _refused(match: re.Match[str]) -> bool:
    gap = match.groupdict().get("gap") or ""
    return bool(_NEGATED.search(gap)) or bool(re.search(_ANY_EVENT, gap))


def _stated(kind: str, match: re.Match[str], offset: int) -> Stated | None:
    numbers = [read_number(part) for part in (match["low"], match["high"]) if part]
    known = [number for number in numbers if number is not None]
    return _at(kind, max(known), match, offset) if known else None


def _at(kind: str, number: int, match: re.Match[str], offset: int) -> Stated:
    return Stated(kind, number, offset + match.start(), offset + match.end())
