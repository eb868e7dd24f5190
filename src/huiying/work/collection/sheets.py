"""Read the first filled sheet of a spreadsheet.

In:   the path of an XLSX (also XLS, XLSB, ODS).   Out:  rows of text cells.
Cost: the sheet is held in memory; its unpacked size is checked before that.

A formula is never evaluated: its stored result is taken as text, like any other cell.
"""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from huiying.work.collection.bytestreams import CHUNK_BYTES, ReadLimits, megabytes
from huiying.work.collection.problems import UnreadableFile

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
HEADER_SEARCH_ROWS = 10

Cell = int | float | str | bool | time | date | datetime | timedelta


def is_sheet(path: Path) -> bool:
    """Return whether the file's first bytes are those of a spreadsheet."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise UnreadableFile("cannot_open", name=path.name) from error
    return start in {ZIP_MAGIC, OLE_MAGIC}


def open_sheet(path: Path, limits: ReadLimits) -> CalamineSheet:
    """Return the first sheet that holds anything.

    Raises:
        UnreadableFile: If the file is broken, locked, empty or unpacks to too much.
    """
    _check_unpacked_size(path, limits)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height:
                return sheet
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile("broken_sheet") from error
    raise UnreadableFile("empty")


def _check_unpacked_size(path: Path, limits: ReadLimits) -> None:
    """Unpack every part once without keeping it: the sizes a file declares may lie."""
    if not zipfile.is_zipfile(path):
        return
    total = 0
    try:
        with zipfile.ZipFile(path) as package:
            for part in package.infolist():
                with package.open(part) as stream:
                    while chunk := stream.read(CHUNK_BYTES):
                        total += len(chunk)
                        if total > limits.max_sheet_bytes:
                            limit = megabytes(limits.max_sheet_bytes)
                            raise UnreadableFile("too_big", limit=limit)
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise UnreadableFile("broken_sheet") from error


def sheet_rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Yield ``(number, cells)``; number 0 is the header. Blank rows count but are left out.

    Exports often carry a title line above the table: within the first ten rows, the first
    one with two filled cells is the header, else the first filled one.
    """
    rows = (([cell_text(cell) for cell in row]) for row in sheet.iter_rows())
    start: list[list[str]] = []
    for row in rows:
        start.append(row)
        if len(start) == HEADER_SEARCH_ROWS or _filled(row) > 1:
            break
    header = next((at for at, row in enumerate(start) if _filled(row) > 1), None)
    if header is None:
        header = next((at for at, row in enumerate(start) if _filled(row)), 0)
    number = 0
    for row in start[header:]:
        if _filled(row):
            yield number, row
        number += 1
    for row in rows:
        if _filled(row):
            yield number, row
        number += 1


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


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())
