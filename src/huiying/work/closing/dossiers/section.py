"""A part of a dossier: a table of what rows say, as text.

In:   rows of the database.    Out:  headings and lines, read while they are written.
Cost: none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.policy.time.zone import LOCAL

Cells = list[str]
Column = tuple[str, Callable[[Any], object]]


@dataclass(frozen=True, slots=True)
class Section:
    """One document of the table of contents.

    Attributes:
        code: Part of the name of its file.
        origin: From which rows it was made, for who compares it with the database.
    """

    code: str
    title: str
    origin: str
    headings: tuple[str, ...]
    lines: Iterable[Cells]


def table(
    code: str, title: str, origin: str, rows: Iterable[Any], columns: Sequence[Column]
) -> Section:
    """Return a section with a line for each row."""
    headings = tuple(heading for heading, _cell in columns)
    return Section(code, title, origin, headings, _lines(rows, columns))


def _lines(rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[Cells]:
    for row in rows:
        yield [as_text(cell(row)) for _heading, cell in columns]


def as_text(value: object) -> str:
    """Return a cell: moments in local time, yes and no as words, None as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)
