"""Read one sheet of a spreadsheet.

In:   the path of an XLSX (also XLS, XLSB, ODS), the name of a sheet or "".
Out:  what the workbook holds, and rows of text cells.
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

from huiying.reasons.reason import Reason, reason
from huiying.work.collection.files.byte_streams import CHUNK_BYTES, ReadLimits, megabytes
from huiying.work.collection.files.problems import UnreadableFile
from huiying.work.collection.files.sheet_process import (
    BROKEN,
    EMPTY,
    HIDDEN_ONLY,
    NO_SUCH_SHEET,
    Workbook,
)

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
SHEET_PARTS = ("xl/", "content.xml", "[Content_Types].xml", "mimetype")
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
    """The sheet that is read, of a workbook; rows from the first one on, blank ones too."""

    book: Workbook
    rows: Iterator[list[str]]


@contextmanager
def open_sheet(path: Path, limits: ReadLimits, name: str = "") -> Iterator[Sheet]:
    """Open a sheet; another process lays it out.

    Args:
        name: A visible sheet; "" for the first one that holds anything.

    Raises:
        UnreadableFile: If the file is broken, locked, empty or takes too much room, or has no
            such sheet.
    """
    _check_unpacked_size(path, limits)
    words = [sys.executable, "-P", "-m", READER, str(path), str(limits.max_sheet_memory), name]
    with subprocess.Popen(  # noqa: S603 - our own words
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reader:
        try:
            lines = _lines(reader)
            book = Workbook(**next(lines))
            if book.problem:
                raise UnreadableFile(_problem(book, name))
            yield Sheet(book, lines)
        finally:
            reader.kill()


def _problem(book: Workbook, name: str) -> Reason:
    listed = tuple(book.sheets)
    return {
        BROKEN: reason("collection.file.broken_sheet"),
        EMPTY: reason("collection.file.empty"),
        HIDDEN_ONLY: reason("collection.file.hidden_only", names=tuple(book.hidden)),
        NO_SUCH_SHEET: reason("collection.file.no_such_sheet", name=name, names=listed),
    }[book.problem]


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
            if not any(name.startswith(SHEET_PARTS) for name in package.namelist()):
                raise UnreadableFile(reason("collection.file.zip_archive"))
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


def fill_merged(
    rows: Iterator[tuple[int, list[str]]], book: Workbook
) -> Iterator[tuple[int, list[str]]]:
    """Give every row of merged cells the text that stands in the first one of them.

    Cells merged along one row alone stay: the columns beside hold nothing of their own.

    Args:
        rows: ``(number, cells)`` below the header; number 1 is the first row of the sheet.
    """
    tall = [span for span in book.merged if span[2] > span[0]]
    waiting = sorted(tall, reverse=True)
    open_spans: list[tuple[int, int, int, str]] = []  # last row, left, right, text
    for number, cells in rows:
        at = number - 1
        while waiting and waiting[-1][0] <= at:
            top, left, bottom, right = waiting.pop()
            left, right = left - book.first_column, right - book.first_column
            if top == at and 0 <= left < len(cells):
                open_spans.append((bottom, left, right, cells[left]))
        if open_spans:
            open_spans = [span for span in open_spans if span[0] >= at]
            for _bottom, left, right, text in open_spans:
                width = min(right + 1, len(cells)) - left
                cells[left : left + width] = [text] * width
        yield number, cells
