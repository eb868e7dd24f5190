"""The states of an incident candidate and the moves between them.

Every move that takes a candidate off the desk has a reverse move, so that nothing an officer
does there is final.
"""

from enum import StrEnum

from huiying.policy.core.moves import ReasonMissing, state_after
from huiying.reasons.marking import marked


class CandidateState(StrEnum):
    """Where a candidate stands."""

    NEW = "NEW"
    WATCHED = "WATCHED"
    CONFIRMED = "CONFIRMED"
    MERGED = "MERGED"
    DISMISSED = "DISMISSED"
    TRANSFERRED = "TRANSFERRED"

    @property
    def label(self) -> str:
        """The Chinese name of the state."""
        return _LABELS[self]


_LABELS = {
    CandidateState.NEW: marked("待研判"),
    CandidateState.WATCHED: marked("持续关注"),
    CandidateState.CONFIRMED: marked("已确认"),
    CandidateState.MERGED: marked("已并入"),
    CandidateState.DISMISSED: marked("已排除"),
    CandidateState.TRANSFERRED: marked("已转送"),
}


class CandidateMove(StrEnum):
    """What an officer may do with a candidate."""

    WATCH = "WATCH"
    CONFIRM = "CONFIRM"
    MERGE = "MERGE"
    DISMISS = "DISMISS"
    TRANSFER = "TRANSFER"  # not this bureau's matter: passed to the competent body
    UNWATCH = "UNWATCH"
    UNCONFIRM = "UNCONFIRM"
    UNMERGE = "UNMERGE"
    UNDISMISS = "UNDISMISS"
    RECALL = "RECALL"


_ON_DESK = (CandidateState.NEW, CandidateState.WATCHED)
_LEAVING = {
    CandidateMove.CONFIRM: CandidateState.CONFIRMED,
    CandidateMove.MERGE: CandidateState.MERGED,
    CandidateMove.DISMISS: CandidateState.DISMISSED,
    CandidateMove.TRANSFER: CandidateState.TRANSFERRED,
}
MOVES: dict[tuple[CandidateState, CandidateMove], CandidateState] = {
    (CandidateState.NEW, CandidateMove.WATCH): CandidateState.WATCHED,
    (CandidateState.WATCHED, CandidateMove.UNWATCH): CandidateState.NEW,
    **{(state, move): to for state in _ON_DESK for move, to in _LEAVING.items()},
    (CandidateState.CONFIRMED, CandidateMove.UNCONFIRM): CandidateState.NEW,
    (CandidateState.MERGED, CandidateMove.UNMERGE): CandidateState.NEW,
    (CandidateState.DISMISSED, CandidateMove.UNDISMISS): CandidateState.NEW,
    (CandidateState.TRANSFERRED, CandidateMove.RECALL): CandidateState.NEW,
}
REVERSE = {
    CandidateMove.WATCH: CandidateMove.UNWATCH,
    CandidateMove.CONFIRM: CandidateMove.UNCONFIRM,
    CandidateMove.MERGE: CandidateMove.UNMERGE,
    CandidateMove.DISMISS: CandidateMove.UNDISMISS,
    CandidateMove.TRANSFER: CandidateMove.RECALL,
}
"""The act that takes another back; an undo at once and a later reverse act both use it."""

REASON_NEEDED = frozenset(
    {
        CandidateMove.DISMISS,
        CandidateMove.TRANSFER,
        CandidateMove.UNCONFIRM,
        CandidateMove.UNMERGE,
        CandidateMove.UNDISMISS,
        CandidateMove.RECALL,
    }
)


def next_state(
    state: CandidateState, move: CandidateMove, *, reason: str = "", undo: bool = False
) -> CandidateState:
    """Return the state that a move leads to.

    Args:
        state: Where the candidate stands.
        move: What is done.
        reason: Why; needed for the moves in ``REASON_NEEDED``.
        undo: The officer takes back an own act at once: a reverse move then needs no reason.

    Raises:
        IllegalMove: If the move is not open in this state.
        ReasonMissing: If the move needs a reason and none is given.
    """
    to = state_after(MOVES, state, move)
    excused = undo and move in REVERSE.values()
    if move in REASON_NEEDED and not excused and not reason.strip():
        raise ReasonMissing(move)
    return to
