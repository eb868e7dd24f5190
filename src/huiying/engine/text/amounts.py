"""Compare two amounts: 7人, 七人 and 7 名 are equal; 约200户 and 203户 too; 5人 is not.

In:   two short texts as they stand in facts.
Out:  whether they agree; what holds no number agrees when its characters do.
Cost: O(length); pure.

A number is read as a span of what it can mean: 5至7 is 5 to 7, 20多 is 20 to 29, 约200 is
``NEAR`` around it, 超过100 has no upper end. Two agree when one lies within the other; two
ranges (5至7, 5至8) only when they are the same. Numbers of papers and phones are no amounts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from huiying.engine.text.clean import normalize, strip_invisible
from huiying.engine.text.numerals import NUMERAL, read_number

NEAR: Final = Decimal("0.1")  # 约 means so much around a number, as a share of it
_FAR: Final = Decimal(10) ** 15
_SCALE: Final = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_UNITS: Final = {
    "名": ("人", 1), "位": ("人", 1), "个人": ("人", 1), "人次": ("人次", 1),
    "分钟": ("分钟", 1), "个小时": ("分钟", 60), "小时": ("分钟", 60), "天": ("分钟", 1440),
    "米": ("米", 1), "千米": ("米", 1000), "公里": ("米", 1000),
    "公斤": ("公斤", 1), "千克": ("公斤", 1), "吨": ("公斤", 1000),
}  # fmt: skip
"""Units that say the same: unit → (the one that it is compared in, how many of it)."""
_UNIT: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_BEFORE: Final = {
    "about": "大约|大概|约|近|将近|接近",
    "over": "超过|多于|逾|至少|不少于|不低于",
    "under": "不到|不足|少于|低于|至多|不超过",
}
_AFTER: Final = {"about": "左右|上下", "more": "多|余", "over": "以上", "under": "以下|以内"}
_TO: Final = "至|到|-|—|~|～|–"
_NUMBER: Final = rf"(?:\d+(?:\.\d+)?[百千万亿]?|{NUMERAL}亿?)"
_SIGN: Final = "|".join(f"(?P<{name}_before>{words})" for name, words in _BEFORE.items())
_AMOUNT: Final = re.compile(
    rf"(?:{_SIGN})?(?P<low>{_NUMBER})"
    rf"(?:(?:{_UNIT})?(?:{_TO})(?P<high>{_NUMBER}))?"
    rf"(?P<more>{_AFTER['more']})?(?P<scale>[万亿])?(?P<unit>{_UNIT})?"
    rf"(?:(?P<word>[^\W\d]{{0,2}}?)(?:(?P<about_after>{_AFTER['about']})"
    rf"|(?P<over_after>{_AFTER['over']})|(?P<under_after>{_AFTER['under']})))?"
)
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PERCENT: Final = re.compile(rf"百分之({_NUMBER})")
_IN_A_ROW: Final = re.compile("[〇零一二三四五六七八九]{3,}")
_ROW: Final = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": "0"
}
_LABEL: Final = re.compile(r"0\d")  # 0571, 0001: a label, no amount
_EITHER: Final = re.compile("([一二两三四五六七八九])([二三四五六七八九])")


@dataclass(frozen=True, slots=True)
class NumberRange:
    """What a number can mean, both ends included."""

    low: Decimal
    high: Decimal
    ranged: bool = False  # said as from … to …

    def agrees(self, other: NumberRange) -> bool:
        """Tell whether one of the two lies within the other."""
        if self.ranged and other.ranged:
            return (self.low, self.high) == (other.low, other.high)
        inside = other.low <= self.low and self.high <= other.high
        return inside or (self.low <= other.low and other.high <= self.high)


def same_amount(one: str, other: str) -> bool:
    """Tell whether two values agree.

    >>> same_amount("7人", "七 名"), same_amount("3,200户", "三千二百户")
    (True, True)
    >>> same_amount("约200户", "203户"), same_amount("5至7人", "8人")
    (True, False)
    """
    (words, spans), (their_words, their_spans) = _read(one), _read(other)
    return words == their_words and all(
        mine.agrees(theirs) for mine, theirs in zip(spans, their_spans, strict=True)
    )


def normalize_value(text: str) -> str:
    """Return a text without what does not count: width, case, spaces, 1,000 separators."""
    bare = "".join(normalize(strip_invisible(text)).casefold().split())
    return _THOUSANDS.sub("", bare)


def _read(text: str) -> tuple[str, list[NumberRange]]:
    """Return the words with a mark for each amount, and the amounts in their order."""
    spans: list[NumberRange] = []

    def note(found: re.Match[str]) -> str:
        span = _span(found)
        if span is None:
            return found[0]
        spans.append(span)
        unit = found["unit"] or ""
        unit_words = _UNITS[unit][0] if unit in _UNITS else ""
        return f"\x1f{unit_words}{found['word'] or ''}"

    bare = _PERCENT.sub(r"\1%", normalize_value(text))
    return _AMOUNT.sub(note, bare), spans


def _span(found: re.Match[str]) -> NumberRange | None:
    low = _number(found["low"])
    high = _number(found["high"]) if found["high"] else low
    if low is None or high is None or low > high or _LABEL.match(found["low"]):
        return None
    factor = Decimal(
        _SCALE.get(found["scale"] or "", 1) * _UNITS.get(found["unit"], ("", 1))[1]
    )
    if (pair := _EITHER.fullmatch(found["low"])) and not found["high"]:
        first = _number(pair[1])
        low = first if first is not None and first < low else low
    if found["more"]:
        high = low + _place(low) - 1
    span = NumberRange(low * factor, high * factor, ranged=bool(found["high"]))
    if found["about_before"] or found["about_after"]:
        return NumberRange(span.low * (1 - NEAR), span.high * (1 + NEAR))
    if found["over_before"] or found["over_after"]:
        return NumberRange(span.low, _FAR)
    if found["under_before"] or found["under_after"]:
        return NumberRange(Decimal(0), span.high)
    return span


def _number(text: str) -> Decimal | None:
    """Return a number exactly: 3.5 stays 3.5, a year in a row of digits stays a year."""
    scale = Decimal(1)
    if text[-1] in _SCALE and (text[0].isdigit() or text[-1] == "亿"):
        text, scale = text[:-1], Decimal(_SCALE[text[-1]])
    if text and text[0].isdigit():
        return Decimal(text) * scale
    if _IN_A_ROW.fullmatch(text):
        return Decimal("".join(_ROW[char] for char in text)) * scale
    read = read_number(text)
    return None if read is None else Decimal(read) * scale


def _place(number: Decimal) -> Decimal:
    """Return the place of the last figure that is not 0: 10 of 20, 100 of 1,200.

    >>> _place(Decimal(1200)), _place(Decimal(7))
    (Decimal('100'), Decimal('1'))
    """
    whole, place = int(number), 1
    while whole and whole % 10 == 0:
        whole, place = whole // 10, place * 10
    return Decimal(place)
