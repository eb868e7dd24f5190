"""The process that reads a spreadsheet and writes its rows as JSON lines.

In:   a path, the most bytes of memory, the name of a sheet or "", as arguments.
Out:  what the workbook holds (``Workbook``), then a list of texts for each row of the sheet.
Cost: the sheet is held in memory, at most what was allowed.

A sheet is laid out in full, so that one cell far away makes it as large as everything before
it; and who runs out of memory there is ended at once. That is never who serves people.
"""

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from huiying.work.collection.files.sheet_xml import (
    LONG_NUMBER,
    ExactNumbers,
    is_filled,
    rounded_number,
)

Cell = int | float | str | bool | time | date | datetime | timedelta
BROKEN, EMPTY, HIDDEN_ONLY, NO_SUCH_SHEET = "broken", "empty", "hidden_only", "no_such_sheet"


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a workbook holds, and which of its sheets is read."""

    sheet: str = ""
    sheets: list[str] = field(default_factory=list)  # visible ones that hold anything
    hidden: list[str] = field(default_factory=list)
    height: int = 0  # of the sheet that is read, in rows
    first_column: int = 0  # of its used cells, from 0
    merged: list[list[int]] = field(default_factory=list)  # top, left, bottom, right; from 0
    problem: str = ""  # a code of this module; then there are no rows


def sheet_lines(path: str, name: str) -> Iterator[dict[str, object] | list[str]]:
    """Yield what the workbook holds, then the rows of one of its sheets.

    Args:
        name: A visible sheet; "" for the first one that holds anything.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        found, sheet = _chosen(book, name, path)
    except (CalamineError, OSError, ValueError):
        yield asdict(Workbook(problem=BROKEN))
        return
    yield asdict(found)
    if sheet is None:
        return
    exact = ExactNumbers(path, sheet.name)
    for row, cells in enumerate(sheet.iter_rows()):
        yield [
            exact.text(row, found.first_column + column) or rounded_number(cell)
            if isinstance(cell, float) and abs(cell) >= LONG_NUMBER
            else cell_text(cell)
            for column, cell in enumerate(cells)
        ]


def _chosen(
    book: CalamineWorkbook, name: str, path: str
) -> tuple[Workbook, CalamineSheet | None]:
    tables = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    visible = [one.name for one in tables if _is_visible(one)]
    hidden = [one.name for one in tables if not _is_visible(one)]
    if name and name not in visible:
        return Workbook(sheets=visible, hidden=hidden, problem=NO_SUCH_SHEET), None
    sheet = _first_filled(book, [name] if name else visible)
    if sheet is None:
        is_hidden = not name and _first_filled(book, hidden) is not None
        problem = HIDDEN_ONLY if is_hidden else EMPTY
        return Workbook(sheets=visible, hidden=hidden, problem=problem), None
    merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
    column = sheet.start[1] if sheet.start else 0
    height = sheet.end[0] + 1 if sheet.end else 0
    filled = [one for one in visible if one == sheet.name or _is_filled(book, path, one)]
    found = Workbook(sheet.name, filled, hidden, height, column, merged)
    return found, sheet


def _is_visible(one: SheetMetadata) -> bool:
    return one.visible == SheetVisibleEnum.Visible


def _is_filled(book: CalamineWorkbook, path: str, name: str) -> bool:
    found = is_filled(path, name)
    return _first_filled(book, [name]) is not None if found is None else found


def _first_filled(book: CalamineWorkbook, names: list[str]) -> CalamineSheet | None:
    sheets = (book.get_sheet_by_name(name) for name in names)
    return next((sheet for sheet in sheets if sheet.start is not None), None)


def cell_text(cell: Cell) -> str:
    """Return a cell as the text a person would copy out of it.

    >>> cell_text(1024.0), cell_text(True), cell_text(datetime(2026, 11, 24, 8, 3))
    ('1024', 'true', '2026-11-24 08:03:00')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell).replace("\0", "")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
    lines = sheet_lines(sys.argv[1], sys.argv[3])
    sys.stdout.writelines(f"{json.dumps(line)}\n" for line in lines)
