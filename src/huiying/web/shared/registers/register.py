"""A register: its columns and its lines.

In:   rows that a list shows, in their order.    Out:  lines of cells.
Cost: linear: rows are read a thousand at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.policy.time.zone import LOCAL

CHUNK = 1_000
MINUTE_CHARS = len("2026-11-24 10:00")

Cells = list[object]


class BureauReader(Protocol):
    """Who reads a register of one bureau: an officer, or a token of another system."""

    @property
    def bureau_id(self) -> int:
        """Whose rows."""

    @property
    def bureau(self) -> Bureau:
        """Whose public addresses."""


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


def with_columns(register: Register, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return rows that hold what the lines of a register need, and no more."""
    if not register.columns:
        return rows
    joined = {path for name in register.columns if (path := name.rpartition("__")[0])}
    rows = rows.select_related(None).only(*register.columns)
    return rows.select_related(*joined) if joined else rows  # of none, Django would join all


def every_line(register: Register, rows: QuerySet[Any], officer: Officer) -> Iterator[Cells]:
    """Yield the lines of a register, however many there are."""
    found = with_columns(register, rows).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from register.lines(chunk, officer)


def minute(at: datetime | None) -> str:
    """Return a moment as a register writes it; "" = there is none."""
    return at.astimezone(LOCAL).isoformat(" ", "minutes")[:MINUTE_CHARS] if at else ""
