"""What an official document consists of, before any page is made of it.

The parts follow GB/T 9704-2012 (党政机关公文格式). Every text is plain; nothing is markup.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

LEVELS = 4


class Form(StrEnum):
    """How a document is laid out.

    ``OFFICIAL``, ``LETTER`` and ``MINUTES`` are the forms of GB/T 9704-2012: 文件, 信函, 纪要.
    ``SHEET`` is a form in a table (审批单, 电话记录); ``BULLETIN`` is 日报, 快报 or 专报, with
    the number of its issue and without the red 文件.
    """

    OFFICIAL = "official"
    LETTER = "letter"
    MINUTES = "minutes"
    SHEET = "sheet"
    BULLETIN = "bulletin"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4 (一、 / (一) / 1. / (1)); its number is part of the text.

    Raises:
        ValueError: The level is not 1 to 4.
    """

    text: str
    level: int

    def __post_init__(self) -> None:
        if not 1 <= self.level <= LEVELS:
            message = f"A heading has a level from 1 to {LEVELS}, not {self.level}."
            raise ValueError(message)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; a line feed in it begins the next one."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table whose head is repeated on every page.

    Raises:
        ValueError: A row has another number of cells than there are headings.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.rows):
            message = f"Every row needs {len(self.headings)} cells, one below each heading."
            raise ValueError(message)


@dataclass(frozen=True)
class Series:
    """The values of one row of bars or one line; ``None`` is no data and printed as a gap."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """Bars or lines over common labels.

    Raises:
        ValueError: A series has another number of values than there are labels.
    """

    title: str
    kind: Literal["bars", "line"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""

    def __post_init__(self) -> None:
        if any(len(one.values) != len(self.labels) for one in self.series):
            message = f"Every series needs {len(self.labels)} values, one for each label."
            raise ValueError(message)


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True)
class Document:
    """A whole document; an empty field is left out of the pages.

    ``number`` is 发文字号 (云信访〔2026〕3号) or the issue (第3期), ``approver`` 签发人,
    ``signature`` 发文机关署名 (empty: the issuer), ``printed_by`` and ``printed_on`` belong to
    版记. ``people`` is for minutes: pairs of a label and names, as ``("出席", "…")``.
    """

    form: Form
    issuer: str
    title: str
    body: tuple[Block, ...]
    date: dt.date
    number: str = ""
    recipients: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    approver: str = ""
    signature: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None
    classification: Literal["", "公开", "内部"] = ""
    urgency: Literal["", "特急", "加急"] = ""
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A file, the number of its pages (``None``: not counted) and what a reader must know.

    ``warnings`` are Chinese sentences: a licensed font that is missing and what was used
    instead, characters without a glyph, a chart that became a table.
    """

    data: bytes
    pages: int | None
    warnings: tuple[str, ...]
