"""What the pages print of a document, decided once for PDF and DOCX.

Texts become printable, the title gets its lines, recipients and dates their form, tables the
widths of their columns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from huiying.documents.chart import MOST_SERIES, number_text
from huiying.documents.content import (
    Block,
    Chart,
    Document,
    Form,
    Heading,
    Paragraph,
    Series,
    Table,
)
from huiying.documents.text import (
    date_in_chinese,
    one_line,
    paragraphs_of,
    printable,
    title_lines,
    width_of,
)

TITLE_WIDTH = 19.0
"""Characters of 22 pt on a line of a title; 20 would touch both edges."""
LONGEST_MARK = 14
"""Characters of a title of a bulletin that still is its red mark."""
BULLETIN = "舆情简报"
BULLETIN_KINDS = ("日报", "周报", "月报", "年报", "快报", "专报", "初报", "续报", "终报")
AREA = 156 / 25.4 * 72
"""Width of the type area in points."""
CELL_SIZE = 12.0
CELL_INSET = 5.0
NARROWEST = 2.0
LARGEST = 1e15
SHORT = 8.0
LONG_ROW = 12
"""Lines of a cell from which its row may break over pages."""


@dataclass(frozen=True)
class Columns:
    """The widths of the columns of a table in points, and which are short and stand centred."""

    widths: tuple[float, ...]
    centred: tuple[bool, ...]

    def is_long(self, row: tuple[str, ...]) -> bool:
        """Return whether a row is so long that it may break over pages."""
        pairs = zip(row, self.widths, strict=True)
        return any(_lines(text, width) > LONG_ROW for text, width in pairs)


@dataclass(frozen=True)
class Layout:
    """The parts of a document as they are printed; an empty one is left out."""

    document: Document
    mark: str
    title_lines: tuple[str, ...]
    number: str
    recipients: str
    copies: str
    date: str
    printed_by: str
    printed_on: str
    signature: str
    attachments: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    body: tuple[Block, ...]
    notes: tuple[str, ...]

    @property
    def is_lettered(self) -> bool:
        """Return whether 发文机关署名 and the date stand below the body."""
        return self.document.form in {Form.OFFICIAL, Form.LETTER}


def layout_of(document: Document) -> Layout:
    """Return what is printed of the document."""
    mark, title = _mark_and_title(document)
    printed_on = document.printed_on
    return Layout(
        document=document,
        mark=mark,
        title_lines=tuple(title_lines(title, TITLE_WIDTH)) if title else (),
        number=one_line(document.number),
        recipients=_joined(document.recipients, "："),
        copies=_joined(document.copies_to, "。", "，"),
        date=date_in_chinese(document.date),
        printed_by=one_line(document.printed_by),
        printed_on=f"{date_in_chinese(printed_on)}印发" if printed_on else "",
        signature=one_line(document.signature or document.issuer),
        attachments=tuple(map(one_line, document.attachments)),
        people=tuple((one_line(label), one_line(names)) for label, names in document.people),
        body=tuple(part for block in document.body for part in _printable(block)),
        notes=tuple(
            f"图“{one_line(block.title)}”有 {len(block.series)} 组数据，超过 {MOST_SERIES} 组，"
            "以表格代替。"
            for block in document.body
            if isinstance(block, Chart) and len(block.series) > MOST_SERIES
        ),
    )


def has_head(table: Table) -> bool:
    """Return whether the table has a head; a form has none: all its headings are empty."""
    return any(heading.strip() for heading in table.headings)


def columns_of(table: Table) -> Columns:
    """Return how wide the columns are, from the widest line of each (the first 500 rows).

    Columns that need less than an even share get what they need; the others share the rest.
    """
    needs = []
    for at, heading in enumerate(table.headings):
        lines = [line for row in table.rows[:500] for line in row[at].split("\n")]
        needs.append(max([NARROWEST, width_of(heading), *map(width_of, lines)]))
    wanted = [need * CELL_SIZE + 2 * CELL_INSET + 2.0 for need in needs]
    form = not has_head(table)  # its first column names the others
    centred = tuple(need <= SHORT or (form and at == 0) for at, need in enumerate(needs))
    return Columns(_shared(wanted), centred)


def _shared(wanted: list[float]) -> tuple[float, ...]:
    """Return widths that fill the type area."""
    widths: dict[int, float] = {}
    for at in sorted(range(len(wanted)), key=wanted.__getitem__):
        even = (AREA - sum(widths.values())) / (len(wanted) - len(widths))
        widths[at] = min(wanted[at], even)
    spare = AREA - sum(widths.values())
    total = sum(wanted)
    return tuple(widths[at] + spare * wanted[at] / total for at in range(len(wanted)))


def _lines(text: str, width: float) -> float:
    room = max((width - 2 * CELL_INSET) / CELL_SIZE, 1.0)
    return sum(max(width_of(line) / room, 1.0) for line in text.split("\n"))


def text_of(layout: Layout) -> str:
    """Return every character that is printed, to look for what has no glyph."""
    document = layout.document
    texts = [
        layout.mark,
        *layout.title_lines,
        layout.number,
        layout.recipients,
        layout.copies,
        layout.printed_by,
        layout.signature,
        one_line(document.approver),
        *layout.attachments,
        *(part for pair in layout.people for part in pair),
    ]
    for block in layout.body:
        texts += _texts(block)
    return "".join(texts)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [block.caption, *block.headings, *(text for row in block.rows for text in row)]
    if isinstance(block, Chart):
        names = [one.name for one in block.series]
        return [block.title, block.unit, *block.labels, *names]
    return [block.text]


def _mark_and_title(document: Document) -> tuple[str, str]:
    """Return the red mark and the title below it; a mark alone where both are the same."""
    issuer, title = one_line(document.issuer), one_line(document.title)
    if document.form is Form.OFFICIAL:
        return issuer if issuer.endswith("文件") else f"{issuer}文件", title
    if document.form is Form.MINUTES:
        return issuer if issuer.endswith("纪要") else f"{issuer}会议纪要", title
    if document.form is Form.BULLETIN:
        if len(title) <= LONGEST_MARK:
            return title, ""
        kind = next((kind for kind in BULLETIN_KINDS if kind in title), "")
        return f"舆情{kind}" if kind else BULLETIN, title
    return issuer, title


def _joined(names: tuple[str, ...], end: str, between: str = "、") -> str:
    return between.join(map(one_line, names)) + end if names else ""


def _printable(block: Block) -> list[Block]:
    if isinstance(block, Paragraph):
        return [Paragraph(line) for line in paragraphs_of(block.text)]
    if isinstance(block, Heading):
        return [Heading(one_line(block.text), block.level)]
    if isinstance(block, Table):
        rows = tuple(tuple(printable(text).strip() for text in row) for row in block.rows)
        headings = tuple(map(one_line, block.headings))
        return [Table(headings, rows, one_line(block.caption))] if headings else []
    chart = _printable_chart(block)
    return [_as_table(chart) if len(chart.series) > MOST_SERIES else chart]


def _printable_chart(chart: Chart) -> Chart:
    """Return the chart with printable words; what is no number is no data."""
    return Chart(
        one_line(chart.title),
        chart.kind,
        tuple(map(one_line, chart.labels)),
        tuple(
            Series(
                one_line(one.name),
                tuple(map(_number, one.values)),
            )
            for one in chart.series
        ),
        one_line(chart.unit),
    )


def _number(value: float | None) -> float | None:
    """Return a number that an axis can hold; what is none is no data."""
    if value is None or not math.isfinite(value) or abs(value) > LARGEST:
        return None
    return value


def _as_table(chart: Chart) -> Table:
    """Return the numbers of a chart as a table, a label a row."""
    unit = f"（{chart.unit}）" if chart.unit else ""
    rows = tuple(
        (label, *(number_text(one.values[at]) for one in chart.series))
        for at, label in enumerate(chart.labels)
    )
    headings = ("项目", *(one.name for one in chart.series))
    return Table(headings, rows, f"{chart.title}{unit}")
