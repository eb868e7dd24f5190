"""Levels of risk: probability × impact, and how long a risk may go without a review.

In:   two numbers from 1 to 5.    Out:  low, medium or high.
Cost: none.

Article 6 asks to determine the level of a risk and gives no method: the table is the bureau's
own until it confirms another one. A person judges the two numbers; nothing here proposes them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from huiying.policy.core.standing import Standing
from huiying.reasons.marking import marked

LEAST, MOST = 1, 5
SCALE = range(LEAST, MOST + 1)


class RiskLevel(StrEnum):
    """Levels of a risk, the lowest first."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """Its place in the order, from 1."""
        return list(RiskLevel).index(self) + 1


_LABELS: Final = {
    RiskLevel.LOW: marked("低风险"),
    RiskLevel.MEDIUM: marked("中风险"),
    RiskLevel.HIGH: marked("高风险"),
}


@dataclass(frozen=True, slots=True)
class LevelRule:
    """One row of the table: from which product a level holds, and the time until a review."""

    level: RiskLevel
    least_product: int
    review_days: int  # at most so many days until somebody looks at it again


LEVEL_TABLE: Final = (
    LevelRule(RiskLevel.HIGH, 15, 31),
    LevelRule(RiskLevel.MEDIUM, 6, 92),
    LevelRule(RiskLevel.LOW, LEAST * LEAST, 183),
)
"""The highest first; what a level asks for follows from it."""
LEVEL_BASIS: Final = marked(
    "《制度》第六条“确定风险等级”，未规定划分方法：可能性乘以影响程度，"
    "15 以上高、6 以上中、其余低；须由本局确认"
)
LEVEL_STANDING: Final = Standing.TO_CONFIRM


def level_of(probability: int, impact: int) -> RiskLevel:
    """Return the level of a risk.

    >>> level_of(3, 5)
    <RiskLevel.HIGH: 'HIGH'>

    Raises:
        ValueError: If a number is not from 1 to 5.
    """
    if probability not in SCALE or impact not in SCALE:
        message = f"probability and impact are numbers from {LEAST} to {MOST}"
        raise ValueError(message)
    product = probability * impact
    return next(rule.level for rule in LEVEL_TABLE if product >= rule.least_product)


def residual_problem(before: tuple[int, int], after: tuple[int, int]) -> str:
    """Return why a level that is expected after measures cannot be, in Chinese; "" if it can.

    Args:
        before, after: Probability and impact, as judged and as expected after measures.
    """
    if after[0] > before[0] or after[1] > before[1]:
        return marked("落实防范措施后的可能性、影响程度不得高于现状。")
    return ""


def longest_review_days(level: RiskLevel) -> int:
    """Return the days after which a risk of a level is looked at again at the latest."""
    return next(rule.review_days for rule in LEVEL_TABLE if rule.level == level)
