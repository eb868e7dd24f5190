"""Accountability (Article 11): kinds of breaches, their states, when one may be exported.

Article 11 refers to "the relevant rules" and has none of its own, so there is no penalty here
and no score. Late (迟报, of reports), overdue (超时, of any other step) and omitted are
computed; that somebody concealed or reported falsely is said by a person alone, with grounds. A
breach names a unit and a step, never a person.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from huiying.policy.core.moves import state_after
from huiying.policy.core.standing import Number, Standing
from huiying.reasons.marking import marked

_BASIS = marked("《制度》第十一条“按照有关规定追责问责”，未规定期限")
APPEAL_DAYS = Number(5, _BASIS, Standing.TO_CONFIRM)
"""So many days after a decision the unit may appeal; before that nothing is exported."""


class BreachKind(StrEnum):
    """What went wrong, in the words of the trade."""

    LATE = "LATE"
    OVERDUE = "OVERDUE"
    OMITTED = "OMITTED"
    CONCEALED = "CONCEALED"
    FALSE = "FALSE"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _KINDS[self]

    @property
    def found_by_person(self) -> bool:
        """Only a person says it, with grounds; the machine cannot know."""
        return self in (BreachKind.CONCEALED, BreachKind.FALSE)


_KINDS = {
    BreachKind.LATE: marked("迟报"),
    BreachKind.OVERDUE: marked("超时"),
    BreachKind.OMITTED: marked("漏报"),
    BreachKind.CONCEALED: marked("瞒报"),
    BreachKind.FALSE: marked("谎报"),
}


class SystemFault(StrEnum):
    """What of the system failed while the time ran: it may excuse the unit."""

    WORKERS = "WORKERS"
    MESSAGE = "MESSAGE"
    SOURCE = "SOURCE"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _FAULTS[self]


_FAULTS = {
    SystemFault.WORKERS: marked("其间后台任务停过"),
    SystemFault.MESSAGE: marked("有关消息发送失败"),
    SystemFault.SOURCE: marked("其间有来源采集不全"),
}


class BreachState(StrEnum):
    """Where a breach stands."""

    OPEN = "OPEN"
    EXCUSED = "EXCUSED"
    DECIDED = "DECIDED"
    APPEALED = "APPEALED"
    FINAL = "FINAL"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _STATES[self]


_STATES = {
    BreachState.OPEN: marked("待说明"),
    BreachState.EXCUSED: marked("已说明，待认定"),
    BreachState.DECIDED: marked("已认定"),
    BreachState.APPEALED: marked("申诉中"),
    BreachState.FINAL: marked("申诉已审查"),
}


class Verdict(StrEnum):
    """What was decided; none of them is a penalty."""

    UPHELD = "UPHELD"
    EXCUSED = "EXCUSED"
    TOLERATED = "TOLERATED"
    SYSTEM = "SYSTEM"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.UPHELD: marked("情况成立"),
    Verdict.EXCUSED: marked("说明成立，不计"),
    Verdict.TOLERATED: marked("出于公心的失误，容错"),
    Verdict.SYSTEM: marked("系统故障所致，不计"),
}


class BreachMove(StrEnum):
    """What may happen to a breach."""

    EXCUSE = "EXCUSE"
    DECIDE = "DECIDE"
    APPEAL = "APPEAL"
    REVIEW = "REVIEW"
    REFER = "REFER"


MOVES: dict[tuple[BreachState, BreachMove], BreachState] = {
    (BreachState.OPEN, BreachMove.EXCUSE): BreachState.EXCUSED,
    (BreachState.EXCUSED, BreachMove.EXCUSE): BreachState.EXCUSED,
    (BreachState.OPEN, BreachMove.DECIDE): BreachState.DECIDED,
    (BreachState.EXCUSED, BreachMove.DECIDE): BreachState.DECIDED,
    (BreachState.DECIDED, BreachMove.APPEAL): BreachState.APPEALED,
    (BreachState.APPEALED, BreachMove.REVIEW): BreachState.FINAL,
    (BreachState.DECIDED, BreachMove.REFER): BreachState.DECIDED,
    (BreachState.FINAL, BreachMove.REFER): BreachState.FINAL,
}


def next_state(state: BreachState, move: BreachMove) -> BreachState:
    """Return the state that a move leads to.

    Raises:
        IllegalMove: If the move is not open in this state.
    """
    return state_after(MOVES, state, move)


def appeal_ends(decided_at: datetime) -> datetime:
    """Return until when the unit may appeal."""
    return decided_at + timedelta(days=APPEAL_DAYS.value)


def may_export(state: BreachState, decided_at: datetime | None, now: datetime) -> bool:
    """Tell whether a breach may leave the house: decided, and no appeal is open or possible."""
    if state == BreachState.FINAL:
        return True
    return (
        state == BreachState.DECIDED
        and decided_at is not None
        and now >= appeal_ends(decided_at)
    )
