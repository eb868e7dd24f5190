"""Lists of what waits for an officer: a list is read where it has a row.

In:   query sets, each with the line of its rows.    Out:  the lines, list by list.
Cost: one query that tells which lists have a row, and one for each that has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiying.base.db.together import exist_together
from huiying.web.console.shared.component_rows import WaitingRow

MOST = 20  # rows of one list


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Rows of one kind that wait, in their order; ``line`` says a row on the desk.

    ``most`` rows are shown: one, where a line stands for all of them.
    """

    rows: QuerySet[Any]
    line: Callable[[Any], WaitingRow]
    most: int = MOST


def waiting_rows(lists: Sequence[WaitingList]) -> list[WaitingRow]:
    """Return the first lines of each list that has any."""
    there = exist_together([one.rows for one in lists])
    return [
        one.line(row)
        for one, has_rows in zip(lists, there, strict=True)
        if has_rows
        for row in one.rows[: one.most]
    ]
