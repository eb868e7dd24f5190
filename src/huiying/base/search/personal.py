"""Refuse searches that look for a person instead of an issue, and say why (design §2).

In:   the question as typed.    Out:  a sentence, or None if it may be searched.
Cost: microseconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from django.utils.translation import gettext as _

from huiying.engine.masking.mask import mask

_GAPS = re.compile(r"[\s\-—–.·()()]+")
_NUMBER = re.compile(r"(?<!\d)(?:(?:\+?86)?1[3-9]\d{9}|0\d{9,11}|\d{15,19}|\d{17}[xX])(?!\d)")
_HANDLE = re.compile(r"(?:^|\s)@\S")
_LISTED = 2  # characters; shorter names would stop ordinary words


def personal_search_refusal(phrase: str, *, names: Collection[str] = ()) -> str | None:
    """Return the reason why a search is refused, or None.

    Args:
        names: Personal names that the bureau listed as never to be searched.
    """
    plain = unicodedata.normalize("NFKC", phrase).strip()
    if _HANDLE.search(plain):
        return _("本系统按事件查找，不按人查找：不能搜索账号或昵称。请改用事情的关键词。")
    if any(len(name) >= _LISTED and name in plain for name in names):
        return _("本系统按事件查找，不按人查找：不能搜索个人姓名。请改用事情的关键词。")
    counts = mask(plain).counts
    if _NUMBER.search(_GAPS.sub("", plain)) or counts.keys() & {"phone", "identity"}:
        return _("本系统按事件查找，不按人查找：不能搜索电话或证件号码。请改用事情的关键词。")
    if counts.keys() & {"account", "mail", "plate", "name", "address"}:
        return _(
            "本系统按事件查找，不按人查找：不能搜索姓名、账号、邮箱、车牌或住址。"
            "请改用事情的关键词。"
        )
    return None
