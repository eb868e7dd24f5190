"""The page of a DOCX file: paper, grid of 22 lines × 28 characters, styles, page numbers."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from typing import Any

from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from huiying.documents.docx_parts import (
    TWIPS_A_MM,
    borders,
    element,
    field,
    fonts,
    run,
    run_properties,
)
from huiying.documents.layout import Layout
from huiying.documents.text import one_line

LINE = 579
"""225 mm / 22 = 28.99 pt, in twips; 22 of them must not be higher than the type area."""
CHARACTER = 315.8
"""156 mm / 28 = 15.79 pt, in twips."""
CHAR_SPACE = -848
"""15.79 pt − 16 pt in 1/4096 pt, as docGrid counts."""
RED = "E53529"
"""Y80 M80 of the standard in RGB."""
NUMBER_FOOTER = Mm(35 - 7 - 5)
"""Distance of the footer from the edge: the number is 5 mm high and 7 mm below the area."""


def set_page(file: Docx, layout: Layout) -> None:
    """Give the file its paper, margins, grid, styles, page numbers and properties."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = NUMBER_FOOTER
    _set_grid(section)
    _set_styles(file)
    _set_numbers(file, section)
    _set_properties(file, layout)


def set_letter(section: Section, layout: Layout, size: float) -> None:
    """Put the mark and the two red double lines of 信函 on the first page (GB/T 9704 10.1)."""
    section.different_first_page_header_footer = True
    section.header_distance = Mm(30)
    head = _emptied(section.first_page_header.paragraphs[0]._p)
    foot = _emptied(section.first_page_footer.paragraphs[0]._p)
    thick = ("thickThinSmallGap", 3.0, 11, RED)
    head.append(letter_line(borders("pBdr", bottom=thick), size))
    head.append(run(layout.mark, run_properties("title", size, color=RED)))
    thin = ("thinThickSmallGap", 3.0, 1, RED)
    foot.append(letter_line(borders("pBdr", bottom=thin), 4.0))
    section.footer_distance = Mm(20)


def letter_line(border: Any, points: float) -> Any:
    """Return the properties of a centred paragraph that is 170 mm wide."""
    left, right = round(-8 * TWIPS_A_MM), round(-6 * TWIPS_A_MM)
    return element(
        "pPr",
        border,
        element("spacing", before=0, after=0, line=round(points * 20), lineRule="exact"),
        element("ind", left=left, right=right, firstLine=0),
        element("jc", val="center"),
    )


def _set_grid(section: Section) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid = element("docGrid", type="linesAndChars", linePitch=LINE, charSpace=CHAR_SPACE)
    properties.append(grid)


def _set_styles(file: Docx) -> None:
    normal = file.styles["Normal"].element
    _replace(normal, "rPr", run_properties("fangsong", 16))
    _replace(
        normal,
        "pPr",
        element(
            "pPr",
            element("widowControl", val=0),
            element("wordWrap", val=0),
            element("autoSpaceDE", val=0),
            element("autoSpaceDN", val=0),
            element("spacing", before=0, after=0, line=LINE, lineRule="exact"),
            element("jc", val="both"),
        ),
    )
    for level, role in enumerate(("hei", "kai", "fangsong", "fangsong"), start=1):
        style = file.styles[f"Heading {level}"].element
        _replace(style, "rPr", run_properties(role, 16, color="000000"))
        outline = element("outlineLvl", val=level - 1)
        indent = element("ind", firstLineChars=200, firstLine=round(2 * CHARACTER))
        keep = element("keepNext")
        spacing = element("spacing", before=0, after=0, line=LINE, lineRule="exact")
        _replace(style, "pPr", element("pPr", keep, spacing, indent, outline))
    defaults = file.styles.element.find(qn("w:docDefaults"))
    run_defaults = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in list(run_defaults):
        run_defaults.remove(old)
    run_defaults.append(fonts("fangsong"))
    run_defaults.append(element("lang", val="en-US", eastAsia="zh-CN"))
    language = file.settings.element.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")


def _replace(style: Any, name: str, properties: Any) -> None:
    """Give a style new properties; rPr stands behind pPr, as the schema wants."""
    for old in style.findall(qn(f"w:{name}")):
        style.remove(old)
    runs = style.find(qn("w:rPr"))
    if name == "pPr" and runs is not None:
        runs.addprevious(properties)
    else:
        style.append(properties)


def _set_numbers(file: Docx, section: Section) -> None:
    """Odd pages bear their number at the right, even ones at the left, one character in."""
    file.settings.odd_and_even_pages_header_footer = True
    letters = run_properties("song", 14)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = _emptied(footer.paragraphs[0]._p)
        indent = element("ind", **{side: round(CHARACTER), "firstLine": 0})
        spacing = element("spacing", before=0, after=0, line=280, lineRule="exact")
        paragraph.append(element("pPr", spacing, indent, element("jc", val=side)))
        paragraph.append(run("— ", deepcopy(letters)))
        for part in field("PAGE", letters):
            paragraph.append(part)
        paragraph.append(run(" —", deepcopy(letters)))


def _emptied(paragraph: Any) -> Any:
    """Return the paragraph without what the template gave it."""
    for child in list(paragraph):
        paragraph.remove(child)
    return paragraph


def _set_properties(file: Docx, layout: Layout) -> None:
    document, core = layout.document, file.core_properties
    core.title = (one_line(document.title) or layout.mark)[:255]
    core.author = core.last_modified_by = one_line(document.issuer)[:255]
    core.comments, core.language = "", "zh-CN"
    day = dt.datetime.combine(document.date, dt.time(), tzinfo=dt.UTC)
    core.created = core.modified = day
