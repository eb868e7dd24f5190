"""What is wrong with a file or one of its rows, and what to do about it."""

from dataclasses import dataclass

from huiying.reasons.reason import Reason
from huiying.work.collection.core.problem import Problem


class UnreadableFile(Problem):
    """A whole file cannot be read; its reason says what happened and what to do."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row that could not be read; the rows after it still are."""

    row_number: int  # as an editor shows it, from 1
    reason: Reason
