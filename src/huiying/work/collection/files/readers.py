"""Open an exported file of posts and read it row by row.

In:   the path of a CSV, TSV, JSONL (each also .gz) or a spreadsheet.
Out:  a ``RowSource``: column names, numbered rows, the rows that could not be read.
      A row has the number that an editor of the file shows, blank rows counted.
Cost: text files are streamed twice in constant memory; a sheet is held by another process.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from huiying.reasons.reason import Reason, reason
from huiying.work.collection.files.byte_streams import (
    CountingStream,
    ReadLimits,
    Survey,
    open_bytes,
    open_text,
    survey,
)
from huiying.work.collection.files.headers import SEARCHED_ROWS, find_header
from huiying.work.collection.files.json_lines import (
    json_rows,
    looks_like_json,
    looks_like_json_lines,
    sample_columns,
)
from huiying.work.collection.files.problems import RowProblem, UnreadableFile
from huiying.work.collection.files.sheets import (
    ZIP_MAGIC,
    Sheet,
    fill_merged,
    is_sheet,
    open_sheet,
)
from huiying.work.collection.files.tables import (
    delimited_rows,
    fit_row,
    name_columns,
    sniff_delimiter,
)

Row = tuple[int, dict[str, str]]
NumberedRows = Iterator[tuple[int, int, dict[str, str] | RowProblem]]  # row, line
NumberedCells = Iterator[tuple[int, int, list[str] | RowProblem]]

DEFAULT_LIMITS = ReadLimits()
MAX_PROBLEMS = 1_000
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
MARKUP = ("<html", "<!doctype html", "<table", "<meta", "<head")
SPREADSHEET_XML = ("urn:schemas-microsoft-com:office:spreadsheet", "<workbook")
MAX_NOISE_SHARE = 0.05  # control characters in the sample of a text file


@dataclass(frozen=True, slots=True)
class Layout:
    """How a person wants a file to be read."""

    sheet: str = ""  # "" = the first visible one that holds anything
    has_header: bool = True


DEFAULT_LAYOUT = Layout()


class RowSource:
    """The rows of one open file; iterate once.

    Attributes:
        columns: Distinct, non-empty column names. A JSONL record may bring others too.
        encoding: The charset the file was read with, "" for a spreadsheet.
        problems: The first 1,000 rows that could not be read.
        problem_count: All rows so far that could not be read.
        line: Where the last row begins in a text editor; its number in a spreadsheet.
        notes: What is to be said of the file as a whole.
        sheets: The visible sheets of a workbook, in their order.
        sheet: The one that is read, "" for another file.
    """

    def __init__(
        self,
        columns: list[str],
        rows: NumberedRows,
        *,
        encoding: str = "",
        notes: Sequence[Reason] = (),
        sheets: Sequence[str] = (),
        sheet: str = "",
        progress: Callable[[int], float],
    ) -> None:
        self.columns = columns
        self.encoding = encoding
        self.notes = tuple(notes)
        self.sheets, self.sheet = tuple(sheets), sheet
        self.line = 0
        self.problems: list[RowProblem] = []
        self.problem_count = 0
        self._rows = rows
        self._progress = progress
        self._first_wanted = 1
        self._at = 0
        self._is_done = False

    def skip_to(self, row_number: int) -> None:
        """Leave out every row before ``row_number``, as an editor shows it."""
        self._first_wanted = row_number

    def entries(self) -> Iterator[tuple[int, dict[str, str] | RowProblem]]:
        """Yield every row in order, the unreadable ones as a ``RowProblem``.

        Raises:
            UnreadableFile: If the file turns out to be damaged further on.
        """
        for number, line, row in self._rows:
            self._at, self.line = number, line
            if number < self._first_wanted:
                continue
            if isinstance(row, RowProblem):
                self.problem_count += 1
                if len(self.problems) < MAX_PROBLEMS:
                    self.problems.append(row)
            yield number, row
        self._is_done = True

    def __iter__(self) -> Iterator[Row]:
        for number, row in self.entries():
            if not isinstance(row, RowProblem):
                yield number, row

    def progress(self) -> float:
        """Return how much of the file has been read, in [0, 1]."""
        return 1.0 if self._is_done else min(1.0, self._progress(self._at))


@contextmanager
def open_rows(
    path: Path, *, layout: Layout = DEFAULT_LAYOUT, limits: ReadLimits = DEFAULT_LIMITS
) -> Iterator[RowSource]:
    """Open ``path`` for reading row by row.

    Raises:
        UnreadableFile: If no row can be read; the text says why and what to do.
    """
    if is_sheet(path):
        with open_sheet(path, limits, layout.sheet) as sheet:
            yield _sheet_source(sheet, layout, limits)
        return
    found = survey(path, limits)
    _check_is_text(found)
    with open_bytes(path, limits) as stream:
        if _is_json_lines(path, found):
            yield _json_source(stream, found)
        else:
            yield _table_source(stream, found, layout, limits)


def _sheet_source(sheet: Sheet, layout: Layout, limits: ReadLimits) -> RowSource:
    book = sheet.book
    filled = (
        (number, number, cells)
        for number, cells in enumerate(sheet.rows, start=1)
        if any(cell.strip() for cell in cells)
    )
    columns, notes, rows = _named(filled, layout, limits, trim=True)
    lists = ((number, row) for number, _line, row in rows if isinstance(row, list))
    merged = fill_merged(lists, book)
    fitted = ((number, number, fit_row(number, cells, columns)) for number, cells in merged)
    if book.hidden:
        notes = (*notes, reason("collection.file.hidden_sheets", names=tuple(book.hidden)))
    height = max(book.height, 1)
    return RowSource(
        columns,
        fitted,
        notes=notes,
        sheets=book.sheets,
        sheet=book.sheet,
        progress=lambda at: at / height,
    )


def _json_source(stream: CountingStream, found: Survey) -> RowSource:
    columns, records = sample_columns(found.sample), json_rows(open_text(stream, found))
    if not columns:  # the first record is longer than the sample
        start = list(islice(records, SEARCHED_ROWS))
        names = (name for _number, row in start if isinstance(row, dict) for name in row)
        columns, records = list(dict.fromkeys(names)), chain(start, records)
    rows = _with_missing_cells(records, columns)
    return RowSource(columns, rows, encoding=found.encoding, progress=_share(stream, found))


def _table_source(
    stream: CountingStream, found: Survey, layout: Layout, limits: ReadLimits
) -> RowSource:
    is_whole = stream.passed_bytes == 0 and len(found.sample) >= found.total_bytes
    delimiter = sniff_delimiter(found.sample, is_whole=is_whole)
    rows = delimited_rows(open_text(stream, found), delimiter)
    columns, notes, rows = _named(rows, layout, limits)
    fitted = (
        (number, line, row if isinstance(row, RowProblem) else fit_row(number, row, columns))
        for number, line, row in rows
    )
    return RowSource(
        columns,
        fitted,
        encoding=found.encoding,
        notes=notes,
        progress=_share(stream, found),
    )


def _named(
    rows: NumberedCells, layout: Layout, limits: ReadLimits, *, trim: bool = False
) -> tuple[list[str], tuple[Reason, ...], NumberedCells]:
    """Return the names of the columns, what is to be said of them, and the rows below.

    Args:
        trim: Empty cells at the end of the header name no columns.

    Raises:
        UnreadableFile: If there is no row, or the first one cannot be read.
    """
    start = list(islice(rows, SEARCHED_ROWS))
    if not start:
        raise UnreadableFile(reason("collection.file.empty"))
    cells = [
        (at, number, row)
        for at, (number, _line, row) in enumerate(start)
        if isinstance(row, list)
    ]
    if not cells or cells[0][0] > 0:
        raise UnreadableFile(reason("collection.file.not_text"))
    if not layout.has_header:
        width = max(len(_trimmed(row)) for _at, _number, row in cells)
        return _checked_columns([""] * width, limits), (), chain(start, rows)
    header = find_header([(number, row) for _at, number, row in cells])
    names = cells[header.at][2]
    columns = _checked_columns(_trimmed(names) if trim else names, limits)
    first = cells[header.data_from - 1][0] + 1
    return columns, header.notes, chain(start[first:], rows)


def _trimmed(cells: list[str]) -> list[str]:
    """Return cells without the empty ones at their end, at least one."""
    width = max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=1)
    return cells[:width]


def _with_missing_cells(
    rows: Iterator[tuple[int, dict[str, str] | RowProblem]], columns: list[str]
) -> NumberedRows:
    blank = dict.fromkeys(columns, "")
    for number, row in rows:
        yield number, number, row if isinstance(row, RowProblem) else {**blank, **row}


def _share(stream: CountingStream, found: Survey) -> Callable[[int], float]:
    total = max(found.total_bytes, 1)
    return lambda _at: stream.passed_bytes / total


def _is_json_lines(path: Path, found: Survey) -> bool:
    if looks_like_json_lines(found.sample):
        return True
    if looks_like_json(found.sample):
        raise UnreadableFile(reason("collection.file.json_array"))
    suffixes = {suffix.lower() for suffix in path.suffixes[-2:]}
    return bool(suffixes & JSON_SUFFIXES)


def _check_is_text(found: Survey) -> None:
    start = found.sample[:4096]
    noise = sum(1 for char in start if char < " " and char not in "\t\r\n\f\v\0")
    if start.startswith((ZIP_MAGIC.decode(), "%PDF-")) or noise > len(start) * MAX_NOISE_SHARE:
        raise UnreadableFile(reason("collection.file.not_text"))
    beginning = start.lstrip("\ufeff \t\r\n").lower()
    if beginning.startswith(("<?xml", SPREADSHEET_XML[1])):
        if any(mark in beginning for mark in SPREADSHEET_XML):
            raise UnreadableFile(reason("collection.file.spreadsheet_xml"))
        raise UnreadableFile(reason("collection.file.markup"))
    if beginning.startswith((*MARKUP, "mime-version:")):
        raise UnreadableFile(reason("collection.file.markup"))


def _checked_columns(header: list[str], limits: ReadLimits) -> list[str]:
    if len(header) > limits.max_columns:
        raise UnreadableFile(
            reason(
                "collection.file.too_many_columns",
                count=str(len(header)),
                limit=str(limits.max_columns),
            )
        )
    return name_columns(header)
