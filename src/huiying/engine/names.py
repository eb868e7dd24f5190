"""Find the names of places and bodies in a text, without a dictionary.

In:   cleaned text.
Out:  short keys such as "佳园小" (two characters before a suffix and its first character).
Cost: one regular expression, about 7 µs for a post of 230 characters; pure.
"""

from __future__ import annotations

import re
from typing import Final

from huiying.engine.wordlists import listed

_SUFFIXES: Final = listed(
    """
    国际城 幼儿园 小区 花园 家园 嘉园 佳园 新城 公馆 华府 华苑 公寓 大厦 广场 公园 公司 集团
    学校 小学 中学 大学 学院 医院 街道 大道 社区 安置 项目 楼盘 平台 酒店 市场 中心 号线 路
    街 镇 乡 村 站 桥 湖 山 苑 府 城 湾 园 院 厂 店 线
    """
)
_SUFFIX = re.compile("|".join(_SUFFIXES))
_BEFORE: Final = 2
_FIRST, _LAST = "\u4e00", "\u9fff"
_NOT_NAMES: Final = frozenset(
    listed(
        """
    的小 个小 我小 本小 该小 们小 有公 家公 的公 该公 我公 所学 的学 该学 我学 政府 的项
    个项 这条 一条 条路 的路 在路 道路 公路 马路 修路 走路 的街 乡村 农村 村村 每村 的村
    我村 本村 全村 网站 的站 车站 医院 法院 学院 住院 的店 饭店 酒店 商店 工厂 热线 在线
    上线 县城 进城 商城 新城 老城 的城 中心 市中 区中 服务中 务中 活动中
    """
    )
)


def names_in(text: str, *, most: int = 24) -> tuple[str, ...]:
    """Return the distinct name keys of a text in order of appearance, at most ``most``.

    >>> names_in("云川佳园小区停水")
    ('云川佳', '佳园小')
    """
    keys: dict[str, None] = {}
    for found in _SUFFIX.finditer(text):
        at = found.start()
        key = text[at - _BEFORE : at + 1] if at >= _BEFORE else ""
        if not key or not (_FIRST <= key[0] <= _LAST and _FIRST <= key[1] <= _LAST):
            continue
        if key[:2] not in _NOT_NAMES and key[1:] not in _NOT_NAMES:
            keys[key] = None
    return tuple(keys)[:most]
