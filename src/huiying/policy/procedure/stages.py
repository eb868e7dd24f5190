"""The stages of an incident and the moves between them, as one table.

The heavy path of 重大 (会商 → 预控处置意见 → 报审 → 交办, Article 6) stands beside the stages,
in ``policy.procedure``: notice and public answer have their own time and never wait for it.
"""

from enum import StrEnum

from huiying.policy.core.moves import moves_from, state_after
from huiying.reasons.marking import marked


class Stage(StrEnum):
    """Where an incident stands."""

    OPEN = "OPEN"
    NOTIFIED = "NOTIFIED"
    VERIFYING = "VERIFYING"
    HANDLING = "HANDLING"
    RESPONDING = "RESPONDING"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"
    MERGED = "MERGED"
    DISMISSED = "DISMISSED"

    @property
    def label(self) -> str:
        """The Chinese name of the stage."""
        return _LABELS[self]


_LABELS = {
    Stage.OPEN: marked("定级"),
    Stage.NOTIFIED: marked("通报中"),
    Stage.VERIFYING: marked("核实中"),
    Stage.HANDLING: marked("处置中"),
    Stage.RESPONDING: marked("回应中"),
    Stage.ANSWERED: marked("已回应"),
    Stage.CLOSED: marked("已办结"),
    Stage.MERGED: marked("已并入"),
    Stage.DISMISSED: marked("已排除"),
}


class Move(StrEnum):
    """What may happen to an incident."""

    NOTIFY = "NOTIFY"  # a notice went to a unit; further units may follow at any stage
    SIGN = "SIGN"  # a unit signed for the notice and starts to verify
    RETURN = "RETURN"  # the unit sent it back with a reason (退回)
    RECORD_FINDING = "RECORD_FINDING"  # the facts are checked, handling starts
    DRAFT = "DRAFT"  # a public answer is being written
    DRAFT_TOPIC = "DRAFT_TOPIC"  # … to a policy question, where nothing is to be verified first
    WITHDRAW_DRAFT = "WITHDRAW_DRAFT"
    HOLD = "HOLD"  # a holding statement was published: the matter is named, not answered
    PUBLISH = "PUBLISH"  # the answer is public; a correction is a new version
    CLOSE = "CLOSE"  # only through the gate of ``policy.closing``
    REOPEN = "REOPEN"
    MERGE = "MERGE"
    DISMISS = "DISMISS"


LIVE = (Stage.OPEN, Stage.NOTIFIED, Stage.VERIFYING, Stage.HANDLING, Stage.RESPONDING)
SET_ASIDE = (Stage.MERGED, Stage.DISMISSED)
SETTLED = (*SET_ASIDE, Stage.CLOSED)  # nothing of the matter is to be done any more

MOVES: dict[tuple[Stage, Move], Stage] = {
    (Stage.OPEN, Move.NOTIFY): Stage.NOTIFIED,
    (Stage.NOTIFIED, Move.NOTIFY): Stage.NOTIFIED,
    (Stage.VERIFYING, Move.NOTIFY): Stage.VERIFYING,
    (Stage.HANDLING, Move.NOTIFY): Stage.HANDLING,
    (Stage.RESPONDING, Move.NOTIFY): Stage.RESPONDING,
    (Stage.ANSWERED, Move.NOTIFY): Stage.ANSWERED,
    (Stage.NOTIFIED, Move.SIGN): Stage.VERIFYING,
    (Stage.VERIFYING, Move.SIGN): Stage.VERIFYING,
    (Stage.HANDLING, Move.SIGN): Stage.HANDLING,
    (Stage.RESPONDING, Move.SIGN): Stage.RESPONDING,
    (Stage.ANSWERED, Move.SIGN): Stage.ANSWERED,
    (Stage.NOTIFIED, Move.RETURN): Stage.OPEN,
    (Stage.VERIFYING, Move.RETURN): Stage.OPEN,
    (Stage.NOTIFIED, Move.RECORD_FINDING): Stage.HANDLING,
    (Stage.VERIFYING, Move.RECORD_FINDING): Stage.HANDLING,
    (Stage.HANDLING, Move.RECORD_FINDING): Stage.HANDLING,
    (Stage.RESPONDING, Move.RECORD_FINDING): Stage.RESPONDING,
    (Stage.ANSWERED, Move.RECORD_FINDING): Stage.ANSWERED,
    (Stage.OPEN, Move.DRAFT_TOPIC): Stage.RESPONDING,
    (Stage.NOTIFIED, Move.DRAFT): Stage.RESPONDING,
    (Stage.VERIFYING, Move.DRAFT): Stage.RESPONDING,
    (Stage.HANDLING, Move.DRAFT): Stage.RESPONDING,
    (Stage.RESPONDING, Move.DRAFT): Stage.RESPONDING,
    (Stage.ANSWERED, Move.DRAFT): Stage.ANSWERED,
    (Stage.RESPONDING, Move.WITHDRAW_DRAFT): Stage.HANDLING,
    (Stage.RESPONDING, Move.HOLD): Stage.RESPONDING,
    (Stage.RESPONDING, Move.PUBLISH): Stage.ANSWERED,
    (Stage.ANSWERED, Move.PUBLISH): Stage.ANSWERED,
    (Stage.HANDLING, Move.CLOSE): Stage.CLOSED,
    (Stage.RESPONDING, Move.CLOSE): Stage.CLOSED,
    (Stage.ANSWERED, Move.CLOSE): Stage.CLOSED,
    (Stage.ANSWERED, Move.REOPEN): Stage.HANDLING,
    (Stage.CLOSED, Move.REOPEN): Stage.HANDLING,
    **{(stage, Move.MERGE): Stage.MERGED for stage in (*LIVE, Stage.ANSWERED)},
    **{(stage, Move.DISMISS): Stage.DISMISSED for stage in LIVE},
}


def next_stage(stage: Stage, move: Move) -> Stage:
    """Return the stage that a move leads to.

    Raises:
        IllegalMove: If the move is not open in this stage.
    """
    return state_after(MOVES, stage, move)


def moves_open(stage: Stage) -> tuple[Move, ...]:
    """Return the moves that are open in a stage."""
    return moves_from(MOVES, stage)
