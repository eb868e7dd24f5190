"""What the XML of an XLSX tells and its reader does not: exact numbers, sheets without a cell.

In:   the path of a workbook, a sheet, the place of a cell.
Out:  the digits of a number of 16 digits and more; in E notation when some were lost. Whether
      a sheet holds anything.
Cost: one pass over the XML of the sheet, and only if it holds such a number; the beginning of
      another sheet.

A spreadsheet program keeps 15 digits of a number, and readers hand out floats. Programs that
write the file themselves spell such a number out: then the file knows more than its readers.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

LONG_NUMBER = 1e15  # the smallest number of 16 digits
EXACT_BELOW = 2**53  # floats hold whole numbers up to here
CHUNK_BYTES = 1 << 16
UNREADABLE = (
    OSError,
    KeyError,
    ValueError,
    zipfile.BadZipFile,
    ParseError,
    DefusedXmlException,
)
_VALUE = re.compile(rb"<(?:v|is)[ >]")
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def rounded_number(number: float) -> str:
    """Return a long number of which the file holds no more than a float.

    >>> rounded_number(4987654321098765.0), rounded_number(4.98765432109876e18)
    ('4987654321098765', '4.98765432109876E+18')
    """
    if abs(number) < EXACT_BELOW and number.is_integer():
        return str(int(number))
    return f"{number:.14E}"


def is_filled(path: str, sheet: str) -> bool | None:
    """Tell whether a sheet holds a value, without laying it out; None where it is no XLSX."""
    try:
        with zipfile.ZipFile(path) as package:
            part = _part_of(package, sheet)
            if not part:
                return None
            with package.open(part) as stream:
                end = b""
                while chunk := stream.read(CHUNK_BYTES):
                    if _VALUE.search(end + chunk):
                        return True
                    end = chunk[-8:]
                return False
    except UNREADABLE:
        return None


class ExactNumbers:
    """The long numbers of one sheet, read from the file when the first one is asked for."""

    def __init__(self, path: str, sheet: str) -> None:
        self._path, self._sheet = path, sheet

    def text(self, row: int, column: int) -> str:
        """Return the digits of a whole number, both from 0; "" if the file has fewer."""
        return self._texts.get((row, column), "")

    @cached_property
    def _texts(self) -> dict[tuple[int, int], str]:
        try:
            with zipfile.ZipFile(self._path) as package:
                part = _part_of(package, self._sheet)
                if not part:
                    return {}
                with package.open(part) as stream:
                    return dict(_long_numbers(iterparse(stream, events=("start", "end"))))
        except UNREADABLE:
            return {}


def _part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet; "" where it is no XLSX."""
    if "xl/workbook.xml" not in package.namelist():
        return ""
    wanted = ""
    with package.open("xl/workbook.xml") as stream:
        for _event, element in iterparse(stream):
            if element.tag == f"{_MAIN}sheet" and element.get("name") == sheet:
                wanted = element.get(_RELATION, "")
    with package.open("xl/_rels/workbook.xml.rels") as stream:
        for _event, element in iterparse(stream):
            if wanted and element.get("Id") == wanted:
                return posixpath.normpath(posixpath.join("/xl", element.get("Target", "")))[1:]
    return ""


def _long_numbers(
    events: Iterator[tuple[str, object]],
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the place and the digits of each whole number of 16 digits and more."""
    row = column = -1
    for event, element in events:
        tag = element.tag  # type: ignore[attr-defined]
        if event == "start" and tag == f"{_MAIN}row":
            row, column = int(element.get("r", row + 2)) - 1, -1  # type: ignore[attr-defined]
        elif event == "end" and tag == f"{_MAIN}c":
            place = _PLACE.fullmatch(element.get("r", ""))  # type: ignore[attr-defined]
            column = _column(place[1]) if place else column + 1
            digits = (element.findtext(f"{_MAIN}v") or "").strip()  # type: ignore[attr-defined]
            if len(digits) > 15 and digits.isdecimal():  # noqa: PLR2004 - what a program keeps
                yield (row, column), digits
        elif event == "end" and tag == f"{_MAIN}row":
            element.clear()  # type: ignore[attr-defined]


def _column(letters: str) -> int:
    """Return the number of a column, from 0.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
