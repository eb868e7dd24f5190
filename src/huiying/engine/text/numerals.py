"""Read Chinese and Western numerals as people write them.

In:   a numeral as found by ``NUMERAL``.
Out:  a whole number ≥ 0; of "several dozen" the least that it can mean, of "two or three"
      the most.
Cost: O(length); pure.
"""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
    "两": 2, "俩": 2, "仨": 3, "几": 3, "数": 2, "上": 1, "近": 1,
}  # fmt: skip
_UNITS: Final = {
    "拾": 10,
    "佰": 100,
    "仟": 1_000,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
}
_MOST: Final = 10**9

NUMERAL: Final = (
    r"(?:\d{1,9}(?:,\d{3}){0,2}(?:\.\d{1,2})?[百千万]?"
    r"|(?:数|几|上)[十百千万]{1,2}|[廿卅][一二三四五六七八九]?|[一二两三四五六七八九十百千万零〇俩仨壹贰叁肆伍陆柒捌玖拾佰仟]{1,8})"
)
_WESTERN = re.compile(r"(\d[\d,]*(?:\.\d+)?)([百千万]?)")


def read_number(text: str) -> int | None:
    """Return the number that a numeral says, or None when it says none.

    >>> [read_number(text) for text in ("12", "1.2万", "二十三", "数十", "两百零五", "上百")]
    [12, 12000, 23, 20, 205, 100]
    >>> [read_number(text) for text in ("两三", "十七八", "三四十", "二〇二六")]
    [3, 18, 40, 2026]
    """
    western = _WESTERN.fullmatch(text)
    if western:
        value = float(western[1].replace(",", "")) * _UNITS.get(western[2], 1)
        return round(min(value, _MOST))
    total = section = digit = digits = 0
    text = text.replace("廿", "二十").replace("卅", "三十")
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit == _UNITS["万"]:
                total, section = (total + section + digit or 1) * unit, 0
            else:
                section += (digit or 1) * unit
            digit = digits = 0
        elif char in _DIGITS:
            value = _DIGITS[char]
            about = digits == 1 and 0 < digit < value  # "two or three": at most three
            digit = value if about else digit * 10 + value
            digits += 1
        else:
            return None
        if total > _MOST:
            return _MOST
    return min(total + section + digit, _MOST) if text else None
