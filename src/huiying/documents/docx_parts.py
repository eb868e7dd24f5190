"""Parts of WordprocessingML that python-docx has no words for: grid, fonts, borders, fields.

Lengths in twips (1/20 pt) unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TWIPS_A_POINT = 20
TWIPS_A_MM = 1440 / 25.4
EIGHTHS_A_POINT = 8

FONTS = {
    "title": "方正小标宋简体",
    "fangsong": "仿宋_GB2312",
    "kai": "楷体_GB2312",
    "hei": "黑体",
    "song": "宋体",
}
"""The fonts that a document names; the office suite that opens it brings them or its own."""


def element(name: str, *children: Any, **attributes: object) -> Any:
    """Return an element of the namespace w; attributes without prefix are of w too."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    for child in children:
        made.append(child)
    return made


def fonts(role: str) -> Any:
    """Return rFonts that name the same font for Chinese and Latin letters."""
    name = FONTS[role]
    return element("rFonts", ascii=name, hAnsi=name, cs=name, eastAsia=name, hint="eastAsia")


def run_properties(
    role: str, points: float, *, color: str = "", bold: bool = False, spacing: int | None = None
) -> Any:
    """Return rPr: font, size, ink; ``spacing`` in twips between letters."""
    made = element("rPr", fonts(role))
    if bold:
        made.append(element("b"))
    if color:
        made.append(element("color", val=color))
    if spacing is not None:
        made.append(element("spacing", val=spacing))
    half_points = round(points * 2)
    made.append(element("sz", val=half_points))
    made.append(element("szCs", val=half_points))
    return made


def run(text: str, properties: Any) -> Any:
    """Return a run; a line feed becomes a break."""
    made = element("r", properties)
    for at, line in enumerate(text.split("\n")):
        if at:
            made.append(element("br"))
        words = element("t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(words)
    return made


def field(instruction: str, properties: Any) -> list[Any]:
    """Return the runs of a field such as PAGE."""

    def part(child: Any) -> Any:
        return element("r", deepcopy(properties), child)

    code = element("instrText")
    code.text = f" {instruction} "
    return [
        part(element("fldChar", fldCharType="begin")),
        part(code),
        part(element("fldChar", fldCharType="separate")),
        run("1", deepcopy(properties)),
        part(element("fldChar", fldCharType="end")),
    ]


def borders(name: str, **sides: tuple[str, float, int, str]) -> Any:
    """Return pBdr or tblBorders; a side is (style, points, space in points, color)."""
    made = element(name)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in sides:
            style, points, space, color = sides[side]
            size = round(points * EIGHTHS_A_POINT)
            made.append(element(side, val=style, sz=size, space=space, color=color))
    return made


def cell(width: float, paragraph: Any, *, spans: int = 1) -> Any:
    """Return a cell of a table, its text in the middle of its height."""
    properties = element("tcPr", element("tcW", w=round(width), type="dxa"))
    if spans > 1:
        properties.append(element("gridSpan", val=spans))
    properties.append(element("vAlign", val="center"))
    return element("tc", properties, paragraph)


def row(cells: Iterable[Any], *, head: bool = False, whole: bool = True) -> Any:
    """Return a row; a head is repeated on every page, a whole one is not broken over pages."""
    properties = element("trPr")
    if whole:
        properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    return element("tr", properties, *cells)


def table(widths: Iterable[float], properties: Iterable[Any], rows: Iterable[Any]) -> Any:
    """Return a table with fixed columns."""
    columns = [round(width) for width in widths]
    head = element("tblPr", *properties)
    grid = element("tblGrid", *(element("gridCol", w=width) for width in columns))
    return element("tbl", head, grid, *rows)
