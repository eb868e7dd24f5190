"""Numbers as official texts count their parts: 一, 二, 十二."""

from __future__ import annotations

from typing import Final

_HUNDRED: Final = 100
_DIGITS: Final = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Return a number from 1 to 99 in Chinese; a larger one in figures.

    >>> [chinese_number(one) for one in (1, 10, 12, 20, 45, 100)]
    ['一', '十', '十二', '二十', '四十五', '100']
    """
    if not 0 < number < _HUNDRED:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
