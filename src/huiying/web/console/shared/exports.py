"""Export lists as CSV and XLSX, in which no cell is read as a formula.

In:   headings and rows of text.    Out:  a response with the file.
Cost: linear in the rows, about 0.8 µs a cell of a sheet; a sheet is compressed as it is
      written, so that memory holds the file and no more.

XlsxWriter makes an empty book once; the rows are written into its sheet here, as the inline
strings that it would write itself: its own way costs four times as much.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from django.http import HttpResponse
from xlsxwriter.utility import xl_col_to_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "xl/worksheets/sheet1.xml"
LONGEST_CELL = 32_767  # letters; a spreadsheet program opens no longer one
AT_ONCE = 500  # rows


def csv_file(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Return rows as CSV in UTF-8 with the mark that spreadsheets look for."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([plain_cell(str(cell)) for cell in row])
    return response


def xlsx_file(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Return rows as one sheet; every cell is written as text, never as a formula."""
    buffer = io.BytesIO()
    with (
        ZipFile(io.BytesIO(_empty_book())) as empty,
        ZipFile(buffer, "w", ZIP_DEFLATED) as book,
    ):
        for part in empty.namelist():
            if part != SHEET:
                book.writestr(part, empty.read(part))
        before, after = empty.read(SHEET).split(b"<sheetData/>")
        with book.open(SHEET, "w") as sheet:
            sheet.write(before + b"<sheetData>")
            lines = _row_elements(chain([headings], rows))
            while some := "".join(islice(lines, AT_ONCE)):
                sheet.write(some.encode())
            sheet.write(b"</sheetData>" + after)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@lru_cache(maxsize=1)
def _empty_book() -> bytes:
    """Return a book with one sheet whose first row stays in sight."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    book.add_worksheet().freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _row_elements(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the XML of each row (ECMA-376, part 1, 18.3.1.73)."""
    starts: list[str] = []
    for number, row in enumerate(rows, start=1):
        while len(starts) < len(row):
            starts.append(f'<c r="{xl_col_to_name(len(starts))}')
        middle = f'{number}" t="inlineStr"><is><t xml:space="preserve">'
        cells = "".join(
            [
                f"{start}{middle}{_xml_text(str(cell))}</t></is></c>"
                for start, cell in zip(starts, row, strict=False)
            ]
        )
        yield f'<row r="{number}">{cells}</row>'


_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9a-fA-F]{4}_")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _xml_text(text: str) -> str:
    """Return a text as a cell has it; letters that XML has no place for as ``_xHHHH_``."""
    if len(text) > LONGEST_CELL:
        text = text[:LONGEST_CELL]
    return _SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text


def _escaped(found: re.Match[str]) -> str:
    text = found[0]
    if len(text) > 1:
        return f"_x005F{text}"  # what looks like an escape is none
    return _ENTITIES.get(text) or f"_x{ord(text):04X}_"


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """Return a cell that any spreadsheet shows as it is (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text
