"""延期: which deadlines may be moved on application, and why the others may not.

A number of the regulation or of the national documents is nobody's to move. The bureau's own
working deadlines are: by somebody else than who asks, before they run out.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from huiying.reasons.marking import marked

EXTENDABLE: Final = frozenset({"task", "claim", "confirmation", "report", "supervision"})
"""Kinds of clocks: 交办任务, 说法核实, 沟通确认, 核实反馈, 督办."""
LONGEST: Final = timedelta(days=366)  # from the application, as for a date that a person sets

_REGULATION = marked("通报和签收按《制度》第四条第（三）项及时办理，不能延期。")
_PUBLIC = marked("公开回应的时限由国办发〔2016〕61号、80号规定，本局不能延期。")
_PETITION = marked("信访的法定期限由《信访工作条例》规定；办结期限由领导在来件处批准延期一次。")
_DECIDER = marked("审定和追认时限约束审批人，不得自行延期。")
REFUSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "notice": _REGULATION,
        "receipt": _REGULATION,
        "guidance": _REGULATION,
        "response": _PUBLIC,
        "press": _PUBLIC,
        "media": _PUBLIC,
        "approval": _DECIDER,
        "ratification": _DECIDER,
        "petition_registration": _PETITION,
        "petition_receipt": _PETITION,
        "petition_decision": _PETITION,
        "petition_extension": _PETITION,
        "petition_review": _PETITION,
        "promise": marked("承诺日期已公开，不得内部延期；无法按期兑现的，须公开说明。"),
    }
)
NOT_EXTENDABLE: Final = marked("此类时限不设延期。")


class DateProblem(StrEnum):
    """What is wrong with a date that is asked for."""

    TOO_LATE = "TOO_LATE"
    NOT_LATER = "NOT_LATER"
    TOO_FAR = "TOO_FAR"

    @property
    def label(self) -> str:
        """The sentence in Chinese."""
        return _DATE_PROBLEMS[self]


_DATE_PROBLEMS = {
    DateProblem.TOO_LATE: marked("时限已过，不得再申请延期；可在违规台账中说明情况。"),
    DateProblem.NOT_LATER: marked("新的时限须晚于原来的时限。"),
    DateProblem.TOO_FAR: marked("新的时限最远到一年以后。"),
}


def not_extendable_because(kind: str) -> str:
    """Return why clocks of a kind are never extended, in Chinese; "" if they may be."""
    return "" if kind in EXTENDABLE else REFUSED.get(kind, NOT_EXTENDABLE)


def check_new_end(due: datetime, wanted: datetime, now: datetime) -> DateProblem | None:
    """Return what is wrong with a new end of a running clock; None if it may be asked for."""
    if now > due:
        return DateProblem.TOO_LATE
    if wanted <= due:
        return DateProblem.NOT_LATER
    return DateProblem.TOO_FAR if wanted > now + LONGEST else None
