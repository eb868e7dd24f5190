"""Read the first filled sheet of a spreadsheet.

In:   the path of an XLSX (also XLS, XLSB, ODS).   Out:  rows of text cells.
Cost: the sheet is held in the memory of a process of its own, which may take only so much;
      its unpacked size is checked before that.

A formula is never evaluated: its stored result is taken as text, like any other cell.
"""

import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiying.reasons.reason import reason
from huiying.work.collection.files.byte_streams import CHUNK_BYTES, ReadLimits, megabytes
from huiying.work.collection.files.problems import UnreadableFile
from huiying.work.collection.files.sheet_process import BROKEN, EMPTY

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
HEADER_SEARCH_ROWS = 10
SHEET_REASONS = {
    BROKEN: reason("collection.file.broken_sheet"),
    EMPTY: reason("collection.file.empty"),
}
READER = "huiying.work.collection.files.sheet_process"


def is_sheet(path: Path) -> bool:
    """Return whether the file's first bytes are those of a spreadsheet."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except OSError as error:
        raise UnreadableFile(reason("collection.file.cannot_open", name=path.name)) from error
    return start in {ZIP_MAGIC, OLE_MAGIC}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet that holds anything."""

    total_height: int
    rows: Iterator[list[str]]


@contextmanager
def open_sheet(path: Path, limits: ReadLimits) -> Iterator[Sheet]:
    """Open the first sheet that holds anything; another process lays it out.

    Raises:
        UnreadableFile: If the file is broken, locked, empty or takes too much room.
    """
    _check_unpacked_size(path, limits)
    words = [sys.executable, "-P", "-m", READER, str(path), str(limits.max_sheet_memory)]
    with subprocess.Popen(  # noqa: S603 - our own words
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reader:
        try:
            lines = _lines(reader)
            height = next(lines)
            if isinstance(height, str):
                raise UnreadableFile(SHEET_REASONS[height])
            yield Sheet(height, lines)
        finally:
            reader.kill()


def _lines(reader: subprocess.Popen[bytes]) -> Iterator[Any]:
    yield from (json.loads(line) for line in reader.stdout or ())
    if reader.wait() != 0:
        raise UnreadableFile(reason("collection.file.sheet_too_wide"))


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
                            raise UnreadableFile(reason("collection.file.too_big", limit=limit))
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise UnreadableFile(reason("collection.file.broken_sheet")) from error


def sheet_rows(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield ``(number, cells)``; number 0 is the header. Blank rows count but are left out.

    Exports often carry a title line above the table: within the first ten rows, the first
    one with two filled cells is the header, else the first filled one.
    """
    rows = sheet.rows
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


def _filled(row: list[str]) -> int:
    return sum(1 for cell in row if cell.strip())
