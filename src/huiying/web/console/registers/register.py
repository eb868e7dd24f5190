"""A register: its columns, its lines, and the file of them.

In:   rows that a list shows, in their order.    Out:  lines of text; CSV and XLSX.
Cost: linear: rows are read a thousand at once, and a file is written row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.functional import Promise

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.exports import csv_file, xlsx_file

FILES = ("xlsx", "csv")
MOST = 50_000
CHUNK = 1_000
MINUTE_CHARS = len("2026-11-24 10:00")

Cells = list[object]


@dataclass(frozen=True, slots=True)
class Register:
    """A register.

    Attributes:
        code: Its part of the address, and the name of its file.
        lines: Rows of the database, the officer who reads → the cells of each line.
        columns: The fields that ``lines`` reads, so that a file reads no others; () = all.
    """

    code: str
    title: str | Promise
    headings: tuple[str | Promise, ...]
    lines: Callable[[Sequence[Any], Officer], list[Cells]]
    columns: tuple[str, ...] = ()


def may_take(officer: Officer) -> bool:
    """Tell whether an officer sees every incident, and so may read and take the registers."""
    return may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)


def register_file(
    register: Register, rows: QuerySet[Any], kind: str, officer: Officer
) -> HttpResponse:
    """Return the rows of a list as a file, a line each, at most 50,000.

    Raises:
        NotAllowed: If the officer sees only what concerns one unit.
    """
    if not may_take(officer):
        raise NotAllowed(Capability.SEE_POSTS)
    make = csv_file if kind == "csv" else xlsx_file
    headings = [str(heading) for heading in register.headings]
    taken = min(rows.count(), MOST)
    record_file(officer, register.code, register.title, taken, file_format=kind)
    return make(register.code, headings, every_line(register, rows[:MOST], officer))


def every_line(register: Register, rows: QuerySet[Any], officer: Officer) -> Iterator[Cells]:
    """Yield the lines of a register, however many there are."""
    if register.columns:
        joined = {path for name in register.columns if (path := name.rpartition("__")[0])}
        rows = rows.select_related(None).only(*register.columns)
        if joined:  # of none, Django would join every table
            rows = rows.select_related(*joined)
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from register.lines(chunk, officer)


def minute(at: datetime | None) -> str:
    """Return a moment as a register writes it; "" = there is none."""
    return at.astimezone(LOCAL).isoformat(" ", "minutes")[:MINUTE_CHARS] if at else ""
