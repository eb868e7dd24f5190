"""The grades and the table of numbers by which a grade is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from huiying.policy.core.standing import Number, Standing
from huiying.reasons.marking import marked
from huiying.reasons.reason import reason
from huiying.reasons.rendering import render


class Grade(IntEnum):
    """Opinion grade (舆情等级); not the severity of an emergency, colour or response level.

    Article 6 names three and says "等"; ``CRITICAL`` exists for that and is off by default.
    """

    ORDINARY = 1
    SIGNIFICANT = 2
    MAJOR = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The Chinese name of the grade."""
        return _LABELS[self]


GRADE_NAMES = {
    Grade.ORDINARY: reason("policy.grade_ordinary"),
    Grade.SIGNIFICANT: reason("policy.grade_significant"),
    Grade.MAJOR: reason("policy.grade_major"),
    Grade.CRITICAL: reason("policy.grade_critical"),
}
_LABELS = {grade: render(name) for grade, name in GRADE_NAMES.items()}


@dataclass(frozen=True, slots=True)
class GradeClause:
    """One row of the grade table: it holds when *every* demand is met.

    All demands are lower bounds on card scores (0–3), so that a higher card can never lead
    to a lower grade, whatever a bureau writes into the table. A demand of 0 asks nothing.
    """

    code: str  # UPPERCASE, unique in the table
    grade: Grade
    words: str  # Chinese: the demands in words
    content: int = 0  # the content card
    highest: int = 0  # the highest of the three cards
    second: int = 0  # the second highest of the three cards
    spread: int = 0  # the higher of reaction and media
    basis: str = marked("《制度》第六条未给出数值")
    standing: Standing = Standing.EXAMPLE


@dataclass(frozen=True, slots=True)
class GradeRules:
    """Every number that grading uses; all are lower bounds ("at least")."""

    dead: Number  # persons, for content 3
    missing: Number  # persons, for content 3
    hurt_or_trapped: Number  # persons together, for content 3
    hurt_group: Number  # hurt or trapped persons together, for content 2
    hurt_single: Number  # hurt or trapped persons together, for content 1
    breakout: Number  # Breakout category, for reaction 3 (together with the next)
    times_breakout: Number  # multiple of the usual level, for reaction 3
    platforms: Number  # distinct platforms, for reaction 2
    times_usual: Number  # multiple of the usual level, for reaction 2
    voices: Number  # distinct voices, for reaction 1
    media_scores: Mapping[str, Number]  # media tier → score 1–3
    basic_needs: Mapping[str, str]  # code → Chinese word; of a whole neighbourhood: content 3
    clauses: tuple[GradeClause, ...]
    critical_in_use: bool = False


NUMBER_FIELDS = (
    "dead",
    "missing",
    "hurt_or_trapped",
    "hurt_group",
    "hurt_single",
    "breakout",
    "times_breakout",
    "platforms",
    "times_usual",
    "voices",
)
TIER_NAMES = {
    "national": reason("policy.tier_national"),
    "provincial": reason("policy.tier_provincial"),
    "city": reason("policy.tier_city"),
    "local": reason("policy.tier_local"),
}
MEDIA_TIERS = {tier: render(name) for tier, name in TIER_NAMES.items()}
