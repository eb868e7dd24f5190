"""Propose the severity of an emergency event, I to IV, from the numbers that a text states.

In:   title and text as stored, or numbers that ``casualties`` found.
Out:  a level with its reason and the words that say so, or None: no number is stated, and
      none is guessed.
Cost: that of ``casualties``; pure.

The scale is that of the 生产安全事故报告和调查处理条例 (国务院令第493号) art. 3. The law counts
people who are *heavily* hurt; texts rarely tell, so all who are hurt count, and an officer
decides. It is another ladder than the opinion grade and plays no part in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from huiying.engine.casualties.stated import stated_casualties
from huiying.engine.text.clean import normalize_input

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huiying.engine.casualties.stated import StatedNumber

# level → from how many dead, hurt, and how many yuan of direct loss
LEVEL_THRESHOLDS: Final = (
    ("I", 30, 100, 100_000_000),
    ("II", 10, 50, 50_000_000),
    ("III", 3, 10, 10_000_000),
    ("IV", 0, 0, 0),
)
DECIDING_KINDS: Final = ("dead", "hurt", "direct_loss")


@dataclass(frozen=True, slots=True)
class SeverityProposal:
    """A level that an officer may confirm or change."""

    level: str  # I, II, III or IV
    kind: str  # what decided it: dead, hurt or direct_loss
    number: int
    phrase: str  # the words of the text that say so


def read_severity(title: str, text: str) -> SeverityProposal | None:
    """Return the level that a text speaks for, or None when it states nothing that counts.

    >>> read_severity("", "厂房垮塌,2人死亡,12人受伤。")
    SeverityProposal(level='III', kind='hurt', number=12, phrase='12人受伤')
    >>> read_severity("", "厂房垮塌,3人被困。") is None
    True
    """
    title, text = normalize_input(title), normalize_input(text)
    return propose_severity(stated_casualties(title, text), f"{title}\n{text}")


def propose_severity(found: Mapping[str, StatedNumber], whole: str) -> SeverityProposal | None:
    """Return the level of what is stated, or None when neither dead, hurt nor loss are.

    People who are trapped, missing or led away decide nothing: what became of them is open.
    Nor do "many people": that is no number.

    Args:
        whole: The text that the offsets of ``found`` point into.
    """
    decided = severity_level({kind: one.number for kind, one in found.items() if one.counted})
    if decided is None:
        return None
    level, kind = decided
    one = found[kind]
    return SeverityProposal(level, kind, one.number, whole[one.start : one.end])


def severity_level(numbers: Mapping[str, int]) -> tuple[str, str] | None:
    """Return the level and the kind that decides it; None when no kind of the law is known.

    >>> severity_level({"dead": 2, "hurt": 12, "trapped": 40})
    ('III', 'hurt')
    """
    for level, *least in LEVEL_THRESHOLDS:
        for kind, number in zip(DECIDING_KINDS, least, strict=True):
            if numbers.get(kind, -1) >= number:
                return level, kind
    return None
