"""Read delimited text: find the delimiter, name the columns, yield rows or problems.

In:   a text stream of CSV or TSV.   Out:  cells of one row at a time, or a RowProblem.
Cost: O(characters); memory bounded by one row.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from huiying.reasons.reason import reason
from huiying.work.collection.files.problems import RowProblem

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

MAX_CELL_CHARS = 2_000_000
MAX_LINE_CHARS = 4_000_000
DELIMITERS = (",", "\t", ";", "|")
SNIFF_ROWS = 30


class LineFeeder:
    """Hand lines to the csv reader, without NULs; an overlong line loses its end.

    Attributes:
        is_exhausted: The text is at its end.
        was_cut: A line since this was set to False was longer than the longest one.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.is_exhausted = False
        self.was_cut = False

    def __iter__(self) -> "LineFeeder":
        return self

    def __next__(self) -> str:
        line, is_cut = read_line(self._text)
        if not line:
            self.is_exhausted = True
            raise StopIteration
        self.was_cut = self.was_cut or is_cut
        return line.replace("\0", "")


def read_line(text: TextIO) -> tuple[str, bool]:
    """Return the next line, "" at the end, and whether it was longer than the longest one."""
    line = text.readline(MAX_LINE_CHARS)
    if len(line) < MAX_LINE_CHARS or line[-1] in "\r\n":
        return line, False
    while (more := text.readline(MAX_LINE_CHARS)) and more[-1] not in "\r\n":
        pass
    return line, True


def csv_reader(lines: Iterable[str], delimiter: str) -> "CsvReader":
    """Return the csv reader of lines, for cells of up to 2,000,000 characters."""
    # The limit of the csv module is one for the whole process, and too low (131,072).
    csv.field_size_limit(MAX_CELL_CHARS)
    return csv.reader(lines, delimiter=delimiter)


def sniff_delimiter(sample: str, *, is_whole: bool) -> str:
    """Return the delimiter that splits the sample into the most regular table.

    Args:
        sample: The beginning of the text.
        is_whole: False when the sample may end inside a row.
    """
    best, best_score = DELIMITERS[0], 0.0
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter, is_whole=is_whole)
        # The most frequent width, not the first: a title line may stand above the table.
        width, rows = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if width < 2:  # noqa: PLR2004 - a table has two columns
            continue
        score = rows / len(widths) + min(width, 50) / 1000
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(sample: str, delimiter: str, *, is_whole: bool) -> list[int]:
    lines = io.StringIO(sample.replace("\0", ""), newline="")
    widths: list[int] = []
    try:
        for cells in csv_reader(lines, delimiter):
            if cells:
                widths.append(len(cells))
            if len(widths) > SNIFF_ROWS:
                return widths
    except csv.Error:
        return widths
    return widths if is_whole or len(widths) == 1 else widths[:-1]


def name_columns(header: Sequence[str]) -> list[str]:
    """Return usable, distinct column names for a header row.

    >>> name_columns(["标题", "", "标题"])
    ['标题', '列2', '标题 (2)']
    """
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(header, start=1):
        base = " ".join(cell.replace("\ufeff", "").split())[:200] or f"列{position}"
        name, copies = base, 1
        while name in taken:
            copies += 1
            name = f"{base} ({copies})"
        taken.add(name)
        names.append(name)
    return names


def delimited_rows(
    text: TextIO, delimiter: str
) -> Iterator[tuple[int, int, list[str] | RowProblem]]:
    """Yield ``(row, line, cells)``, numbered from 1; blank rows count but are left out.

    The row is what a spreadsheet program shows, the line what a text editor does: a quoted
    line break makes them differ.
    """
    feeder = LineFeeder(text)
    reader = csv_reader(feeder, delimiter)
    number = 0
    while True:
        number, line = number + 1, reader.line_num + 1
        feeder.was_cut = False
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, line, _too_long(number)
            continue
        if feeder.was_cut:
            yield number, line, _too_long(number)
        elif not any(cell.strip() for cell in cells):
            continue
        elif feeder.is_exhausted:
            # The reader asked for one more line inside a quoted cell and got none.
            yield number, line, RowProblem(number, reason("collection.row.open_quote"))
            return
        else:
            yield number, line, cells


def _too_long(number: int) -> RowProblem:
    return RowProblem(
        number, reason("collection.row.cell_too_long", limit=f"{MAX_CELL_CHARS:,}")
    )


def fit_row(number: int, cells: list[str], columns: list[str]) -> dict[str, str] | RowProblem:
    """Return the row by column name, or the problem if the cells do not fit.

    Empty cells beyond the header are what some exporters leave behind; they are ignored.
    Anything else would put values under the wrong names, so it is refused, never guessed.
    """
    width = len(columns)
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) == width:
        return dict(zip(columns, cells, strict=True))
    if len(cells) > width:
        return RowProblem(
            number, reason("collection.row.too_many_cells", cells=len(cells), columns=width)
        )
    return RowProblem(
        number, reason("collection.row.too_few_cells", cells=len(cells), columns=width)
    )
