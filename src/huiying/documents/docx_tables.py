"""The tables of a DOCX file: those of the body, and 版记 as a table at the foot of a page."""

from __future__ import annotations

from typing import Any

from huiying.documents.content import Table
from huiying.documents.docx_parts import (
    TWIPS_A_POINT,
    borders,
    cell,
    element,
    row,
    run,
    run_properties,
    table,
)
from huiying.documents.layout import AREA, CELL_SIZE, Layout, columns_of, has_head

SIDE = 100
"""Space left and right in a cell."""
LINE = 340
IMPRINT_SIZE = 14
IMPRINT_LINE = 440
COPIES = "抄送："
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def body_table(block: Table, *, roomy: bool) -> Any:
    """Return a table with lines; its head is repeated, its rows stay whole unless long."""
    columns = columns_of(block)
    widths = [width * TWIPS_A_POINT for width in columns.widths]
    rows = []
    if has_head(block):
        heads = zip(widths, block.headings, strict=True)
        rows.append(row([_cell(width, text, "hei") for width, text in heads], head=True))
    for texts in block.rows:
        parts = zip(widths, texts, columns.centred, strict=True)
        cells = [_cell(width, text, "fangsong", centred=where) for width, text, where in parts]
        rows.append(row(cells, whole=not columns.is_long(texts)))
    line = ("single", 0.5, 0, "000000")
    lines = borders("tblBorders", **dict.fromkeys(SIDES, line))
    return table(widths, _properties(lines, high=120 if roomy else 60), rows)


def imprint_table(layout: Layout, *, lined: bool) -> Any:
    """Return 版记 at the lower edge of the type area; 信函 has no lines and no printer.

    Its lines are 0.35 mm thick, those between 0.25 mm (GB/T 9704-2012 7.4.1).
    """
    half = AREA * TWIPS_A_POINT / 2
    rows = []
    if layout.copies:
        rows.append(row([_imprint_cell(COPIES + layout.copies, 2 * half, spans=2)]))
    if lined and (layout.printed_by or layout.printed_on):
        left = _imprint_cell(layout.printed_by, half)
        rows.append(row([left, _imprint_cell(layout.printed_on, half, align="right")]))
    thick, thin = ("single", 1.0, 0, "000000"), ("single", 0.75, 0, "000000")
    lines = {"top": thick, "bottom": thick, "insideH": thin} if lined else {}
    place = element(
        "tblpPr", horzAnchor="margin", vertAnchor="margin", tblpX=0, tblpYSpec="bottom"
    )
    properties = [place, *_properties(borders("tblBorders", **lines), high=60)]
    return table([half, half], properties, rows)


def _properties(border: Any, *, high: int) -> list[Any]:
    margins = element(
        "tblCellMar",
        element("top", w=high, type="dxa"),
        element("left", w=SIDE, type="dxa"),
        element("bottom", w=high, type="dxa"),
        element("right", w=SIDE, type="dxa"),
    )
    width = element("tblW", w=round(AREA * TWIPS_A_POINT), type="dxa")
    middle = element("jc", val="center")
    return [width, middle, border, element("tblLayout", type="fixed"), margins]


def _cell(width: float, text: str, role: str, *, centred: bool = True) -> Any:
    spacing = element("spacing", before=0, after=0, line=LINE, lineRule="exact")
    where = element("jc", val="center" if centred else "left")
    properties = element("pPr", element("snapToGrid", val=0), spacing, where)
    return cell(width, element("p", properties, run(text, run_properties(role, CELL_SIZE))))


def _imprint_cell(text: str, width: float, *, align: str = "left", spans: int = 1) -> Any:
    """Return a cell of 版记: one character from the edges, 抄送 with a hanging indent."""
    step = IMPRINT_SIZE * TWIPS_A_POINT
    hang = len(COPIES) * step if text.startswith(COPIES) else 0
    properties = element(
        "pPr",
        element("snapToGrid", val=0),
        element("spacing", before=0, after=0, line=IMPRINT_LINE, lineRule="exact"),
        element("ind", left=step - SIDE + hang, right=step - SIDE, hanging=hang),
        element("jc", val=align),
    )
    letters = run_properties("fangsong", IMPRINT_SIZE)
    return cell(width, element("p", properties, run(text, letters)), spans=spans)
