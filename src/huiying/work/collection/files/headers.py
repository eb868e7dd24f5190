"""Find the row of column names among the first rows of a table.

In:   the first rows that hold anything, as cells.
Out:  which of them names the columns, and what is to be said of the rows around it.
Cost: O(cells of ten rows).

Exports carry title lines above the table, a second line of names below, or no names at all.
What is left out is always said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiying.reasons.reason import Reason, reason
from huiying.work.collection.files.mapping import is_known_name

SEARCHED_ROWS = 10
LEAST_NAMES = 2  # known names that make a row a header
LONGEST_NAME = 40  # characters; longer ones are content
_CONTENT = re.compile(r"https?://|(19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]", re.IGNORECASE)

Rows = Sequence[tuple[int, list[str]]]  # number as an editor shows it, cells


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands among the first rows, and where the data begin after it."""

    at: int
    data_from: int
    notes: tuple[Reason, ...] = ()


def find_header(rows: Rows) -> Header:
    """Return the header of a table.

    Two names that exports use make a header. Else it is the first row of more than one filled
    cell that is not much narrower than the table, else the first row.

    Args:
        rows: At least one row, blank ones left out.
    """
    known = [sum(map(is_known_name, cells)) for _number, cells in rows]
    at = next((at for at, count in enumerate(known) if count >= LEAST_NAMES), None)
    if at is None:
        first = _first_wide(rows, known)
        return Header(first, first + 1, (*_above(rows, first), *_like_content(rows[first])))
    below = at + 1
    if below < len(rows) and known[below] >= LEAST_NAMES:
        chosen = below if known[below] > known[at] else at
        return Header(chosen, below + 1, (_two_headers(rows[at], rows[below], rows[chosen]),))
    return Header(at, below, _above(rows, at))


def _first_wide(rows: Rows, known: Sequence[int]) -> int:
    widest = max(len(cells) for _number, cells in rows)
    for at, (_number, cells) in enumerate(rows):
        if known[at] or (_filled(cells) > 1 and len(cells) * 2 > widest):
            return at
    return 0


def _above(rows: Rows, at: int) -> tuple[Reason, ...]:
    if not at:
        return ()
    return (reason("collection.file.rows_above_header", row=rows[at][0], count=at),)


def _two_headers(
    first: tuple[int, list[str]], second: tuple[int, list[str]], chosen: tuple[int, list[str]]
) -> Reason:
    return reason(
        "collection.file.two_headers", first=first[0], second=second[0], row=chosen[0]
    )


def _like_content(row: tuple[int, list[str]]) -> tuple[Reason, ...]:
    number, cells = row
    if any(len(cell) > LONGEST_NAME or _CONTENT.search(cell) for cell in cells):
        return (reason("collection.file.header_like_content", row=number),)
    return ()


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())
