"""Find the part of an address that identifies one household; the place itself stays.

In:   plain text (``masking_plain``).
Out:  (start, end, "address") of building, unit, floor and room, or of the number in a village.
Cost: one look at each run of numerals and building words, about 5 µs for a post; O(n).
      The estate, road or village is kept: the issue is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from huiying.engine.masking.numbers import IdentifierSpan
from huiying.engine.masking.spelling import has_any

_CONTEXT: Final = 8
_CUED_CHARS: Final = 40
_NUMERALS: Final = "一二三四五六七八九十百零〇"
_WORDS: Final = "号楼院#栋幢棟座排组社队屯单元门梯层期室房户附东西南北中甲乙丙丁"
_RUN = re.compile(  # what a home is written with
    rf"[A-Za-z\d{_NUMERALS}][A-Za-z\d{_NUMERALS}{_WORDS}\s\-—]{{3,}}"
)
_HINT = re.compile(r"[号#楼栋幢座棟排组社队屯元门梯]|[-—]\d\d?[-—]\d")
_N: Final = rf"(?:\d{{1,4}}|[{_NUMERALS}]{{1,5}})"
_LEFT: Final = rf"(?<![\d{_NUMERALS}第])"
_G: Final = r"[\s\-—]{0,2}"
_BUILDING: Final = rf"(?:{_N}|[A-Za-z]\d{{0,2}})(?:号楼|#楼|号院|楼|栋|幢|座|棟|排|#)"
_UNIT: Final = rf"(?:{_N}|[东西南北中甲乙丙丁])(?:单元|门|梯)"
_FLOOR: Final = rf"(?:{_N}|[底顶])(?:楼|层)"
_ROOM: Final = rf"(?:{_N}(?:室|房|户|号(?![楼院线]))|[东西南北中左右][边侧手]?户)"
_BARE: Final = (
    rf"(?:\d{{3,4}}|[{_NUMERALS}]{{3,4}})"
    rf"(?![\d{_NUMERALS}年月日元人户个名栋号线米次余多平万]|天(?![天花]))"
)
_LETTERED: Final = r"\d{1,4}[A-Za-z](?![A-Za-z\d])"
_FRONT: Final = rf"(?:{_N}号(?:院)?{_G})?(?:{_N}期{_G})?"
_HOME = re.compile(
    rf"{_LEFT}{_FRONT}{_BUILDING}{_G}(?:{_UNIT}{_G})?(?:{_FLOOR}{_G})?(?:{_ROOM}|{_BARE}|{_LETTERED})"
    rf"|{_LEFT}{_BUILDING}{_G}\d{{1,2}}[-—]\d{{3,4}}(?!\d)"
    rf"|{_LEFT}{_UNIT}{_G}(?:{_FLOOR}{_G})?(?:{_ROOM}|{_BARE})"
    r"|(?<![A-Za-z\d-])[A-Za-z]?\d{1,2}[-—]\d{1,2}[-—](?!(?:19|20)\d\d)\d{3,4}(?![\d-])(?:室|户|号)?"
    r"|(?<![A-Za-z\d-])[A-Za-z]?\d{1,2}[-—]\d{1,2}[-—]\d{1,2}[-—]\d{1,2}(?![\d-])(?:室|户|号)?"
    rf"|{_LEFT}{_N}(?:组|社|队|屯){_G}{_N}号(?!楼)(?:附\d{{1,3}}号)?"
    rf"|{_LEFT}{_N}号院{_N}排{_N}号|{_LEFT}{_N}排{_N}号|{_LEFT}{_N}号附{_N}号"
)
_NO_HOME: Final = "楼线院门文桥井泵机路厂矿灯杆窗口"  # what a number before it counts
_BEHIND_PLACE = re.compile(  # a number that is a household's behind such a place alone
    rf"[村寨庄寓区园舍院苑庭](?:(?<=[村寨庄])(?:[\u4e00-\u9fff]{{1,3}}[组社队])?\s?(?P<house>{_N}号(?![{_NO_HOME}]))"
    r"|\s?(?P<room>\d{3,4}(?:室|房(?!屋)|户(?!人))))"
)
_PUBLIC = re.compile(
    r"(?:政务(?:服务)?(?:中心|大厅)|行政中心|服务中心|政府(?:大楼)?|大厅|办公楼|办公区|写字楼|[医法学]院|园区"
    r"|[局校]|教学楼|住院部|门诊部?|机关|会议中心)$"
)
# "3至9号楼412户" counts the households of several buildings and names none.
_HOUSEHOLDS = re.compile(rf"{_BUILDING}{_G}{_N}户")
_SEVERAL = re.compile(rf"{_N}[至到、,]$")
_CUE = re.compile(
    r"住(?<![^家现租暂居我人,。\s].)(?:址|在|于)?"
    r"|地址(?<=(?:家庭|收货|联系|通讯|通信|户籍)地址)|地(?<=(?:户籍|户口)地)|家在(?<=我家在)"
)
_CUE_WORDS = ("住", "地址", "户籍地", "户口地", "我家在")
_CUED = re.compile(
    rf"{_LEFT}(?:{_N}(?:组|社|队|屯|弄|巷|排))?{_N}号(?![{_NO_HOME}])(?:附\d{{1,3}}号)?(?:之[一二三四五])?"
)
_STOP = re.compile(r"[。;!?\n,]|电话|手机|身份证|门口|门前|对面|旁|附近|楼下")


def find_homes(text: str) -> Iterator[IdentifierSpan]:
    """Yield what names one household."""
    for run in _RUN.finditer(text):
        start, end = run.span()
        if not _HINT.search(text, start, end):
            continue
        for found in _HOME.finditer(text, start, end + 2):  # two more, for what must not follow
            before = max(0, found.start() - _CONTEXT)
            counts = _HOUSEHOLDS.fullmatch(found[0]) and _SEVERAL.search(
                text, before, found.start()
            )
            if not counts and not _PUBLIC.search(text, before, found.start()):
                yield *found.span(), "address"
    for found in _BEHIND_PLACE.finditer(text):
        if not _PUBLIC.search(text, max(0, found.start() - _CONTEXT), found.start() + 1):
            yield *found.span(found.lastgroup or 0), "address"
    if has_any(text, _CUE_WORDS):
        yield from _behind_cue(text)


def _behind_cue(text: str) -> Iterator[IdentifierSpan]:
    """Yield the house numbers behind words that say that somebody lives there."""
    for cue in _CUE.finditer(text):
        reach = text[cue.end() : cue.end() + _CUED_CHARS]
        stop = _STOP.search(reach)
        within = reach[: stop.start()] if stop else reach
        for found in _CUED.finditer(within):
            yield cue.end() + found.start(), cue.end() + found.end(), "address"
