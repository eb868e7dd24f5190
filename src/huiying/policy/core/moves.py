"""Look up a move in a table of moves.

In:   a table (state, move) → state.          Out:  the next state, or ``IllegalMove``.
Cost: constant.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

State = TypeVar("State", bound=StrEnum)
Act = TypeVar("Act", bound=StrEnum)


class IllegalMove(Exception):
    """A move that the table does not hold for this state."""

    def __init__(self, state: StrEnum, move: StrEnum) -> None:
        self.state, self.move = state, move
        super().__init__(f"no move {move} from {state}")


class ReasonMissing(Exception):
    """A move that needs a reason was made without one."""

    def __init__(self, move: StrEnum) -> None:
        self.move = move
        super().__init__(f"the move {move} needs a reason")


def state_after(table: Mapping[tuple[State, Act], State], state: State, move: Act) -> State:
    """Return the state that a move leads to.

    Raises:
        IllegalMove: If the table has no such row.
    """
    try:
        return table[state, move]
    except KeyError as error:
        raise IllegalMove(state, move) from error


def moves_from(table: Mapping[tuple[State, Act], State], state: State) -> tuple[Act, ...]:
    """Return the moves that are open in a state, in the order of the table."""
    return tuple(move for here, move in table if here == state)
