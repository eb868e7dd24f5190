"""Ordinary words that look like a name where they stand: 老师傅修表, 贴张纸, 水黄成, 咔咔响.

In:   plain text, a stretch of it that may be a name.
Out:  whether it is none.
Cost: about a microsecond; no dictionary is asked.

Only what no person is called in that place is here: a name that is missed does more harm than
a word that is masked.
"""

from __future__ import annotations

import re
from typing import Final

_AMOUNT = re.compile("[一二三四五六七八九十两几半]+[天年月日次回遍]")
_EVERYBODY: Final = frozenset(("大家", "大伙", "公众", "群众", "居民", "社会"))
_VERBS: Final = frozenset(("全靠", "全凭", "全怪", "关麦"))
_NO_FIRST: Final = frozenset("把租滑嗑被让请乘坐骑")  # of no surname: 把唐代, 租房子
_SHEETS: Final = frozenset(("纸", "单子", "条子", "表", "票", "图", "照片", "传单", "告示"))
_BEFORE_SHEET: Final = frozenset("了给贴发写交递这那几一两每")
_COLOURS: Final = frozenset("黄红白黑绿青蓝")
_STAINED = re.compile("[成得汤水]")
_SOUNDING = re.compile("(?:地|直|乱|作|的一声|一声|的|一直|不停)?响|声响")
_TWICE: Final = 2


def is_common(text: str, at: int, end: int) -> bool:
    """Tell whether ordinary words stand there, whatever the place looks like."""
    name, rest, before = text[at:end], text[at + 1 : end], text[at - 1 : at]
    if name[0] in _NO_FIRST or (name[0] == "傅" and before == "师"):
        return True
    if name[0] == "张" and rest in _SHEETS and before in _BEFORE_SHEET and before:
        return True
    if name[0] in _COLOURS and before in ("水", "的") and _STAINED.match(rest):
        return True
    if name in _VERBS or rest in _EVERYBODY or _AMOUNT.fullmatch(rest):
        return True
    return len(name) == _TWICE and name[0] == name[1] and bool(_SOUNDING.match(text, end))
