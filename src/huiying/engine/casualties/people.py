"""People who are named, and the numbers stated about them.

In:   tokens of ``casualty_words``.
Out:  ``People`` from a token, and ``Mention``, what was at last said of some.
Cost: linear in the token; pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from huiying.engine.casualties.words import CUES
from huiying.engine.text.numerals import NUMERAL, read_number

RANK_OLD, RANK_STATED, RANK_CORRECTED = 0, 1, 2
CUE: Final = re.compile(rf"\s?(?:{'|'.join(CUES.values())}|[死伤亡])")
CUE_NEAR: Final = re.compile(rf"[^。；;]{{0,8}}?(?:{'|'.join(CUES.values())})")
CUE_SOON: Final = re.compile(rf"[^，,。；;\d]{{0,4}}?(?:{'|'.join(CUES.values())}|[死伤亡])")
NUMBER_AT: Final = re.compile(r"\s?(?:了|者)?(?:\d|[一二两三四五六七八九十])")
_NUMBER_AFTER = re.compile(
    r"(?:人数|病例|人员|群众|村民|学生|矿工|工人|乘客|者|的|了|着|约|至少|共|有|为|是|达|:|\s)*"
    rf"{NUMERAL}(?:多|余)?[人名个位例]"
)
_MAGNITUDE: Final = {"百": 100, "千": 1_000, "万": 10_000}
_SEVERAL: Final = 3  # "many people": the least that it can mean


@dataclass(slots=True)
class People:
    """Some people who were named, before it is known what happened to them."""

    number: int
    start: int
    end: int
    counted: bool = True  # False: "many people", a number that nobody stated
    exact: bool = True  # with a counting word; False: a bare number
    lone: bool = False  # "a man", without a number
    void: bool = False  # "not 5 people"
    used: bool = False
    add: bool = False
    subset: bool = False
    total: bool = False
    remain: bool = False
    kinds: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Mention:
    """A number of people of one kind, and how it was said."""

    kind: str
    number: int
    start: int
    end: int
    counted: bool = True
    special: bool = False  # heavily, lightly, burnt …: a part of all who were hurt
    add: bool = False
    subset: bool = False
    total: bool = False
    rank: int = RANK_STATED
    later: bool = False  # somebody who was counted as hurt has died
    in_title: bool = False
    asof: bool = False
    sentence: int = 0
    place: str = ""  # where, when the clause begins by saying where
    void: bool = False


def read_people(token: re.Match[str], name: str) -> People | None:
    """Return the people that a token of numbers or persons names."""
    start, end = token.span()
    if name == "one":
        return People(1, start, end, lone=True)
    if name == "many":
        return People(_SEVERAL if token[0] != "有人" else 1, start, end, counted=False)
    if name == "kin":
        return People(
            _of_a_family(token["k_home"], token["k_many"] or token["k_few"]), start, end
        )
    known = [read_number(part) for part in (token["low"], token["high"]) if part]
    numbers = [number for number in known if number is not None]
    if not numbers:
        return None
    number = max(numbers) * _MAGNITUDE.get(token["mag"] or "", 1)
    exact = token["who"] is not None or token["low"][-1] in "俩仨"
    return People(number, start, end, exact=exact)


def _of_a_family(home: str | None, many: str | None) -> int:
    count = home or (many if many and many[0] in "三四五仨" else None)
    return (read_number(count[0]) if count else None) or 2


def has_number_after(whole: str, end: int) -> bool:
    """Tell whether a word of harm is followed by a number of its own."""
    found = _NUMBER_AFTER.match(whole, end)
    return found is not None and CUE.match(whole, found.end()) is None
