"""Open an exported file of posts and read it row by row.

In:   the path of a CSV, TSV, JSONL (each also .gz) or a spreadsheet.
Out:  a ``RowSource``: column names, numbered rows, the rows that could not be read.
Cost: text files are streamed twice in constant memory; a sheet is held by another process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from huiying.reasons.reason import reason
from huiying.work.collection.files.byte_streams import (
    CountingStream,
    ReadLimits,
    Survey,
    open_bytes,
    open_text,
    survey,
)
from huiying.work.collection.files.json_lines import (
    json_rows,
    looks_like_json_lines,
    sample_columns,
)
from huiying.work.collection.files.problems import RowProblem, UnreadableFile
from huiying.work.collection.files.sheets import (
    ZIP_MAGIC,
    Sheet,
    is_sheet,
    open_sheet,
    sheet_rows,
)
from huiying.work.collection.files.tables import (
    delimited_rows,
    fit_row,
    name_columns,
    sniff_delimiter,
)

Row = tuple[int, dict[str, str]]
NumberedRows = Iterator[tuple[int, dict[str, str] | RowProblem]]

DEFAULT_LIMITS = ReadLimits()
MAX_PROBLEMS = 1_000
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
MAX_NOISE_SHARE = 0.05  # control characters in the sample of a text file


class RowSource:
    """The rows of one open file; iterate once.

    Attributes:
        columns: Distinct, non-empty column names. A JSONL record may bring others too.
        encoding: The charset the file was read with, "" for a spreadsheet.
        problems: The first 1,000 rows that could not be read.
        problem_count: All rows so far that could not be read.
    """

    def __init__(
        self,
        columns: list[str],
        rows: NumberedRows,
        *,
        encoding: str = "",
        progress: Callable[[int], float],
    ) -> None:
        self.columns = columns
        self.encoding = encoding
        self.problems: list[RowProblem] = []
        self.problem_count = 0
        self._rows = rows
        self._progress = progress
        self._first_wanted = 1
        self._at = 0
        self._is_done = False

    def skip_to(self, row_number: int) -> None:
        """Leave out every row before ``row_number`` (1 = first data row)."""
        self._first_wanted = row_number

    def entries(self) -> Iterator[tuple[int, dict[str, str] | RowProblem]]:
        """Yield every row in order, the unreadable ones as a ``RowProblem``.

        Raises:
            UnreadableFile: If the file turns out to be damaged further on.
        """
        for number, row in self._rows:
            self._at = number
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
def open_rows(path: Path, *, limits: ReadLimits = DEFAULT_LIMITS) -> Iterator[RowSource]:
    """Open ``path`` for reading row by row.

    Raises:
        UnreadableFile: If no row can be read; the text says why and what to do.
    """
    if is_sheet(path):
        with open_sheet(path, limits) as sheet:
            yield _sheet_source(sheet, limits)
        return
    found = survey(path, limits)
    _check_is_text(found)
    with open_bytes(path, limits) as stream:
        if _is_json_lines(path, found):
            yield _json_source(stream, found)
        else:
            yield _table_source(stream, found, limits)


def _sheet_source(sheet: Sheet, limits: ReadLimits) -> RowSource:
    rows = sheet_rows(sheet)
    header = next(rows, None)
    if header is None:
        raise UnreadableFile(reason("collection.file.empty"))
    cells = header[1]
    while cells and not cells[-1].strip():
        cells.pop()
    columns = _checked_columns(cells, limits)
    height = max(sheet.total_height, 1)
    fitted = ((number, fit_row(number, cells, columns)) for number, cells in rows)
    return RowSource(columns, fitted, progress=lambda at: at / height)


def _json_source(stream: CountingStream, found: Survey) -> RowSource:
    columns = sample_columns(found.sample)
    rows = _with_missing_cells(json_rows(open_text(stream, found)), columns)
    return RowSource(columns, rows, encoding=found.encoding, progress=_share(stream, found))


def _table_source(stream: CountingStream, found: Survey, limits: ReadLimits) -> RowSource:
    is_whole = stream.passed_bytes == 0 and len(found.sample) >= found.total_bytes
    delimiter = sniff_delimiter(found.sample, is_whole=is_whole)
    rows = delimited_rows(open_text(stream, found), delimiter)
    _number, header = next(rows, (0, None))
    if header is None:
        raise UnreadableFile(reason("collection.file.empty"))
    if isinstance(header, RowProblem):
        raise UnreadableFile(reason("collection.file.not_text"))
    columns = _checked_columns(header, limits)
    fitted = (
        (number, row if isinstance(row, RowProblem) else fit_row(number, row, columns))
        for number, row in rows
    )
    return RowSource(columns, fitted, encoding=found.encoding, progress=_share(stream, found))


def _with_missing_cells(rows: NumberedRows, columns: list[str]) -> NumberedRows:
    blank = dict.fromkeys(columns, "")
    for number, row in rows:
        yield number, row if isinstance(row, RowProblem) else {**blank, **row}


def _share(stream: CountingStream, found: Survey) -> Callable[[int], float]:
    total = max(found.total_bytes, 1)
    return lambda _at: stream.passed_bytes / total


def _is_json_lines(path: Path, found: Survey) -> bool:
    if looks_like_json_lines(found.sample):
        return True
    suffixes = {suffix.lower() for suffix in path.suffixes[-2:]}
    if not suffixes & JSON_SUFFIXES:
        return False
    if found.sample.lstrip("\ufeff \t\r\n").startswith("["):
        raise UnreadableFile(reason("collection.file.json_array"))
    return True


def _check_is_text(found: Survey) -> None:
    start = found.sample[:4096]
    noise = sum(1 for char in start if char < " " and char not in "\t\r\n\f\v\0")
    if start.startswith((ZIP_MAGIC.decode(), "%PDF-")) or noise > len(start) * MAX_NOISE_SHARE:
        raise UnreadableFile(reason("collection.file.not_text"))


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
