"""Read the numbers in Chinese and Western numerals that people write.

In:   a numeral as found by ``NUMERAL``.
Out:  a whole number ≥ 0; of "several dozen" the least that it can mean.
Cost: O(length); pure.
"""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "俩": 2, "仨": 3, "几": 3, "数": 2, "上": 1, "近": 1,
}  # fmt: skip
_UNITS: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
_MOST: Final = 10**9

NUMERAL: Final = (
    r"(?:\d{1,9}(?:,\d{3}){0,2}(?:\.\d{1,2})?[百千万]?"
    r"|(?:数|几|上)[十百千万]{1,2}|[一二两三四五六七八九十百千万零〇俩仨]{1,8})"
)
_WESTERN = re.compile(r"(\d[\d,]*(?:\.\d+)?)([百千万]?)")


def read_number(text: str) -> int | None:
    """Return the number that a numeral says, or None when it says none.

    >>> [read_number(text) for text in ("12", "1.2万", "二十三", "数十", "两百零五", "上百")]
    [12, 12000, 23, 20, 205, 100]
    """
    western = _WESTERN.fullmatch(text)
    if western:
        value = float(western[1].replace(",", "")) * _UNITS.get(western[2], 1)
        return min(round(value), _MOST)
    total = section = digit = 0
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit == _UNITS["万"]:
                total, section, digit = (total + section + digit or 1) * unit, 0, 0
            else:
                section, digit = section + (digit or 1) * unit, 0
        elif char in _DIGITS:
            digit = _DIGITS[char] if digit == 0 else digit * 10 + _DIGITS[char]
        else:
            return None
        if total > _MOST:
            return _MOST
    return min(total + section + digit, _MOST) if text else None
