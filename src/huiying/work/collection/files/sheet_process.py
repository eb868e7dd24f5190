"""The process that reads a spreadsheet and writes its rows as JSON lines.

In:   a path and the most bytes of memory, as arguments.
Out:  the height of the first sheet that holds anything, then a list of texts for each row.
Cost: the sheet is held in memory, at most what was allowed.

A sheet is laid out in full, so that one cell far away makes it as large as everything before
it; and who runs out of memory there is ended at once. That is never who serves people.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

Cell = int | float | str | bool | time | date | datetime | timedelta
BROKEN, EMPTY = "broken_sheet", "empty"


def sheet_lines(path: str) -> Iterator[int | str | list[str]]:
    """Yield the height and the rows, or the code of what is wrong."""
    try:
        sheet = _first_filled(path)
    except (CalamineError, OSError, ValueError):
        yield BROKEN
        return
    if sheet is None:
        yield EMPTY
        return
    yield sheet.total_height
    for row in sheet.iter_rows():
        yield [cell_text(cell) for cell in row]


def _first_filled(path: str) -> CalamineSheet | None:
    workbook = CalamineWorkbook.from_path(path)
    sheets = (workbook.get_sheet_by_name(name) for name in workbook.sheet_names)
    return next((sheet for sheet in sheets if sheet.total_height), None)


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
    sys.stdout.writelines(f"{json.dumps(line)}\n" for line in sheet_lines(sys.argv[1]))
