"""Refuse searches that look for a person instead of an issue, and say why (design §2).

In:   the question as typed.    Out:  a sentence, or None if it may be searched.
Cost: about 2 ms; microseconds where the tagger is not installed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from django.utils.translation import gettext as _

from huiying.base.search.own_places import own_places
from huiying.engine.masking.mask import mask
from huiying.engine.masking.name_search import is_name_search
from huiying.engine.masking.written_otherwise import is_nickname_search, is_pinyin_name

_GAPS = re.compile(r"[\s\-—–.·()()]+")
_NUMBER = re.compile(r"(?<!\d)(?:(?:\+?86)?1[3-9]\d{9}|0\d{9,11}|\d{15,19}|\d{17}[xX])(?!\d)")
_HANDLE = re.compile(r"(?:^|\s)@\S")


PersonalKind = Literal["handle", "number", "account", "name"]


def personal_kind(phrase: str) -> PersonalKind | None:
    """Return which kind of a person's data a phrase holds, or None.

    Names are told by how they are written and by the tagger: no list of names is kept. The
    places of the bureau that is asked are none.
    """
    plain = unicodedata.normalize("NFKC", phrase).strip()
    if _HANDLE.search(plain):
        return "handle"
    counts = mask(plain).counts
    if _NUMBER.search(_GAPS.sub("", plain)) or counts.keys() & {"phone", "identity"}:
        return "number"
    if counts.keys() & {"account", "mail", "plate", "address"}:
        return "account"
    return "name" if _names_a_person(plain, counts) else None


def searched_kind(phrase: str) -> PersonalKind | None:
    """Return the same of what is searched or watched: also a name in pinyin, or a nickname.

    A text that somebody writes may hold English words, so only searches are asked this.
    """
    kind = personal_kind(phrase)
    if kind is None and is_nickname_search(phrase):
        return "handle"
    return "name" if kind is None and is_pinyin_name(phrase) else kind


def _names_a_person(plain: str, counts: Mapping[str, int]) -> bool:
    """Tell whether it still reads like a name when the bureau's own places are none."""
    if "name" not in counts and not is_name_search(plain):
        return False
    places = own_places()
    return "name" in mask(plain, places).counts or is_name_search(plain, places)


def personal_kind_of_place(name: str, district: str) -> PersonalKind | None:
    """Return the same of the name of a place; the district's own name is no surname."""
    stem = district.rstrip("区县市旗")
    return personal_kind(name.removeprefix(stem) if len(stem) > 1 else name)


def personal_search_refusal(phrase: str) -> str | None:
    """Return the reason why a search is refused and the lawful way, or None."""
    kind = searched_kind(phrase)
    if kind is None:
        return None
    sentences = {
        "handle": _("本系统按事件查找，不按人查找：不得搜索账号或昵称。请改用事项关键词。"),
        "number": _("本系统按事件查找，不按人查找：不得搜索电话或证件号码。请改用事项关键词。"),
        "account": _(
            "本系统按事件查找，不按人查找：不得搜索账号、邮箱、车牌或住址。请改用事项关键词。"
        ),
        "name": _(
            "本系统按事件查找，不按人查找：输入内容疑似姓名，不得按姓名搜索。查找来"
            "件请输入受理编号；其他请用事项、地点或单位名称。"
        ),
    }
    return sentences[kind]
