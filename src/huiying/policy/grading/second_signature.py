"""定级由两人签署: which changes of a grade take a second officer, and on which grounds.

In:   the grade that stands, the wanted one, what the cards prove.    Out:  true or false.
Cost: constant.

Article 4(3) gives 30 minutes for a major negative matter. To lower any grade ends or lengthens
periods; to record that a matter is not negative does so too; to raise a matter that no card
carries would start them for criticism. Each takes a second person, and until that person has
signed the higher grade and every period hold.

A candidate that is registered below a proposal of 重大 takes two as well. Below a lighter
proposal one is enough, and the leaders are told at once.
"""

from enum import StrEnum

from huiying.policy.grading.grades import Grade
from huiying.reasons.marking import marked


class GradeGround(StrEnum):
    """Why a grade is another one than proposed or signed; criticism is none."""

    VERIFIED = "VERIFIED"
    MISREAD = "MISREAD"
    ELSEWHERE = "ELSEWHERE"
    PAST = "PAST"
    ORDERED = "ORDERED"
    CONSULTED = "CONSULTED"
    UNREAD = "UNREAD"
    QUESTION = "QUESTION"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _GROUNDS[self]


_GROUNDS = {
    GradeGround.VERIFIED: marked("核实的事实与帖文所说不同"),
    GradeGround.MISREAD: marked("系统误读帖文，或误计传播范围"),
    GradeGround.ELSEWHERE: marked("事项不在本区，或不属本区职权"),
    GradeGround.PAST: marked("旧事重提，事情已经办结"),
    GradeGround.ORDERED: marked("上级机关书面要求"),
    GradeGround.CONSULTED: marked("会商认为影响会扩大或已经消除"),
    GradeGround.UNREAD: marked("依据在帖文之外，系统无法读取"),
    GradeGround.QUESTION: marked("属咨询、建议或转述，非负面舆情"),
}


def needs_second_signature(
    wanted: Grade, *, stands: Grade, carried: Grade, negative: bool = True
) -> bool:
    """Tell whether a grade takes effect only when another person signs it too.

    Args:
        stands: The grade by which the matter is handled so far, or a proposed 重大.
        carried: The gravest grade that the cards prove.
        negative: False when the matter is to be recorded as not negative.
    """
    lowered = wanted < stands
    uncarried = wanted > max(stands, carried)
    return lowered or uncarried or not negative
