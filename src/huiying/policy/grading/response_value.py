"""回应价值 (Article 6): whether an answer in public is due, and on which grounds.

A decision of its own, apart from the grade. Openness is the rule: until somebody decided, an
answer is due. Not answering needs a reason, and never ends the clock of a matter that the State
Council names, nor that of a 重大 one.
"""

from collections.abc import Collection
from enum import StrEnum

from huiying.policy.grading.cards import HIGH
from huiying.policy.grading.grades import Grade
from huiying.reasons.marking import marked


class ResponseValue(StrEnum):
    """What is due in public."""

    ANSWER = "ANSWER"
    WATCH = "WATCH"
    OFFLINE = "OFFLINE"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _VALUES[self]


_VALUES = {
    ResponseValue.ANSWER: marked("公开回应"),
    ResponseValue.WATCH: marked("继续关注，暂不回应"),
    ResponseValue.OFFLINE: marked("只在线下办理答复"),
}


class DutyGround(StrEnum):
    """The five kinds that must be answered first (国办发〔2016〕61号, 二)."""

    MISREAD = "MISREAD"
    INTEREST = "INTEREST"
    CONSCIENCE = "CONSCIENCE"
    EMERGENCY = "EMERGENCY"
    ORDERED = "ORDERED"

    @property
    def label(self) -> str:
        """The words of the document."""
        return _GROUNDS[self]


_GROUNDS = {
    DutyGround.MISREAD: marked("对政府及其部门重大政策措施存在误解误读"),
    DutyGround.INTEREST: marked("涉及公众切身利益且产生较大影响"),
    DutyGround.CONSCIENCE: marked("涉及民生领域严重冲击社会道德底线"),
    DutyGround.EMERGENCY: marked("涉及突发事件处置和自然灾害应对"),
    DutyGround.ORDERED: marked("上级政府要求下级政府主动回应"),
}


def proposed_grounds(*, emergency: bool, content: int | None) -> frozenset[DutyGround]:
    """Return the grounds that what is on record speaks for; the officer decides.

    Args:
        emergency: The matter is signed as an emergency event of the law.
        content: The content card, 0 to 3; None when unknown.
    """
    found = set()
    if emergency:
        found.add(DutyGround.EMERGENCY)
    if content is not None and content >= HIGH:  # a group is harmed, or a claim concerns one
        found.add(DutyGround.INTEREST)
    return frozenset(found)


def needs_reason(value: ResponseValue) -> bool:
    """Tell whether a decision must say why: only an answer speaks for itself."""
    return value is not ResponseValue.ANSWER


def keeps_response_clock(
    value: ResponseValue, grounds: Collection[DutyGround], grade: Grade
) -> bool:
    """Tell whether the 48 hours run on under a decision."""
    return value is ResponseValue.ANSWER or bool(grounds) or grade >= Grade.MAJOR


def merged_value(left: str, right: str) -> str:
    """Return the value of a matter that two became; an answer due to one is due."""
    due = str(ResponseValue.ANSWER)
    return due if due in (left, right) else left or right
