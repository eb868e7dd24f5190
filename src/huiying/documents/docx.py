"""A document as DOCX, by python-docx: the same parts as the PDF, for an office suite.

The suite breaks the lines and the pages; the file names the page, the grid and the fonts.
Charts are pictures (PNG). Pages are not counted here.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from huiying.documents.chart import WIDTH, sentence_of
from huiying.documents.content import Chart, Document, Form, Heading, Paragraph, Rendered, Table
from huiying.documents.docx_page import CHARACTER, LINE, RED, set_letter, set_page
from huiying.documents.docx_parts import (
    FONTS,
    TWIPS_A_MM,
    TWIPS_A_POINT,
    borders,
    element,
    run,
    run_properties,
)
from huiying.documents.docx_tables import body_table, imprint_table
from huiying.documents.fonts import character_warnings
from huiying.documents.layout import AREA, Layout, layout_of, text_of
from huiying.documents.pdf import chart_picture
from huiying.documents.text import one_line, width_of

AREA_MM = 156.0
MARKS = {Form.OFFICIAL: 52.0, Form.LETTER: 40.0, Form.MINUTES: 44.0, Form.BULLETIN: 44.0}
MARK_TOP = 35.0
MARK_LINE = 1.15
INK_ABOVE = 0.175
"""Part of its size that a line leaves free above the letters of a mark."""
SHORT_PARAGRAPH = 3 * 28
FONT_NOTE = "DOCX 使用“{}”，由打开文件的办公软件提供；没有这些字体的，由它代替。"


def to_docx(document: Document) -> Rendered:
    """Return the document as DOCX; ``pages`` is ``None``, an office suite counts them."""
    layout = layout_of(document)
    file = docx.Document()
    set_page(file, layout)
    writer = _Writer(file, layout)
    writer.write()
    out = io.BytesIO()
    file.save(out)
    warnings = (
        FONT_NOTE.format("”“".join(FONTS.values())),
        *character_warnings(text_of(layout)),
        *layout.notes,
    )
    return Rendered(out.getvalue(), None, warnings)


class _Writer:
    """Writes the parts one after the other."""

    def __init__(self, file: Any, layout: Layout) -> None:
        self.file, self.layout = file, layout
        self.form = layout.document.form
        self._body = file.element.body
        self._end = self._body.sectPr

    def write(self) -> None:
        heads: dict[Form, Callable[[], None]] = {
            Form.OFFICIAL: self._official_head,
            Form.LETTER: self._letter_head,
            Form.MINUTES: self._minutes_head,
            Form.BULLETIN: self._minutes_head,
            Form.SHEET: self._sheet_head,
        }
        heads[self.form]()
        if self.layout.recipients:
            self._paragraph(self.layout.recipients)
        for at, block in enumerate(self.layout.body):
            self._block(block, last=at + 1 == len(self.layout.body))
        self._attachments()
        if self.layout.is_lettered:
            self._signature()
        if self.form is Form.SHEET:
            self._sheet_date()
        self._people()
        self._imprint()

    # -- heads --------------------------------------------------------------------------

    def _corner(self) -> int:
        """Write 密级 and 紧急程度; return how many lines they take."""
        document = self.layout.document
        lines = [text for text in (document.classification, document.urgency) if text]
        for text in lines:
            self._paragraph(text, role="hei")
        return len(lines)

    def _mark(self) -> None:
        size = self._mark_size()
        above = INK_ABOVE * size * TWIPS_A_POINT
        room = MARK_TOP * TWIPS_A_MM - self._corner() * LINE - above
        self._paragraph(
            self.layout.mark,
            role="title",
            size=size,
            color=RED,
            align="center",
            spacing={"before": round(room), "line": round(size * MARK_LINE * TWIPS_A_POINT)},
        )

    def _mark_size(self) -> float:
        room = (AREA_MM - 2) * TWIPS_A_MM / TWIPS_A_POINT
        return min(MARKS[self.form], room / max(width_of(self.layout.mark), 1))

    def _official_head(self) -> None:
        self._mark()
        self._blank(2)
        approver = one_line(self.layout.document.approver)
        if approver:
            self._two_sides(self.layout.number, "签发人：", approver)
        else:
            self._paragraph(self.layout.number, align="center", border=_red_line())
        self._blank(2)
        self._title()
        self._blank()

    def _letter_head(self) -> None:
        set_letter(self.file.sections[0], self.layout, self._mark_size())
        document = self.layout.document
        self._paragraph(self.layout.number, align="right")
        for text in (document.classification, document.urgency):
            if text:
                self._paragraph(text, role="hei")
        self._blank(2)
        self._title()
        self._blank()

    def _minutes_head(self) -> None:
        self._mark()
        self._blank()
        if self.layout.number:
            self._paragraph(self.layout.number, align="center")
        self._two_sides(self.layout.signature, self.layout.date)
        self._blank()
        if self.layout.title_lines:
            self._title()
            self._blank()

    def _sheet_head(self) -> None:
        self._corner()
        self._title()
        self._blank()
        if self.layout.number:
            self._paragraph(self.layout.number, align="right")

    def _two_sides(self, left: str, right: str, name: str = "") -> None:
        """Write two texts one character from the edges, above the red line."""
        step = round(CHARACTER)
        edge = round(AREA * TWIPS_A_POINT) - step
        stops = element(
            "tabs", element("tab", val="left", pos=step), element("tab", val="right", pos=edge)
        )
        letters = run_properties("fangsong", 16)
        line = element("p", element("pPr", _red_line(), stops))
        for text in (left, right):
            line.append(element("r", element("tab")))
            line.append(run(text, deepcopy(letters)))
        if name:
            line.append(run(name, run_properties("kai", 16)))
        self._append(line)

    def _title(self) -> None:
        text = "\n".join(self.layout.title_lines)
        self._paragraph(text, role="title", size=22, align="center")

    # -- body ---------------------------------------------------------------------------

    def _block(self, block: object, *, last: bool) -> None:
        if isinstance(block, Heading):
            made = self.file.add_paragraph(style=f"Heading {block.level}")
            made.add_run(block.text)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Chart):
            self._chart(block)
        elif isinstance(block, Paragraph):
            keep = last and self._goes_with_signature(block.text)
            self._paragraph(block.text, indent=_INDENT, keep=keep)

    def _goes_with_signature(self, text: str) -> bool:
        """Return whether the last paragraph is short enough to be kept with the signature."""
        alone = self.layout.is_lettered and not self.layout.attachments
        return alone and width_of(text) <= SHORT_PARAGRAPH

    def _table(self, block: Table) -> None:
        if block.caption:
            self._paragraph(block.caption, role="hei", size=14, align="center", keep=True)
        self._append(body_table(block, roomy=self.form is Form.SHEET))

    def _chart(self, block: Chart) -> None:
        self._paragraph(block.title, role="hei", size=14, align="center", keep=True)
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.0
        picture = paragraph.add_run().add_picture(
            io.BytesIO(chart_picture(block)), width=Mm(WIDTH)
        )
        picture._inline.docPr.set("descr", sentence_of(block))

    # -- after the body -----------------------------------------------------------------

    def _attachments(self) -> None:
        names = self.layout.attachments
        if not names:
            return
        self._blank(keep=True)
        for at, name in enumerate(names):
            number = f"{at + 1}. " if len(names) > 1 else ""
            lead = "附件：" if at == 0 else ""
            hang = 3 + (1 if number else 0)
            left = 2 + hang if at == 0 else 5 + (1 if number else 0)
            back = hang if at == 0 else (1 if number else 0)
            indent = {"left": round(left * CHARACTER), "hanging": round(back * CHARACTER)}
            self._paragraph(lead + number + name, indent=indent, align="left", keep=True)

    def _signature(self) -> None:
        """Write the name over the middle of the date, with two lines free for the seal."""
        layout = self.layout
        date, name = width_of(layout.date), width_of(layout.signature)
        right_of_name = max(0.0, 4 + date / 2 - name / 2)
        self._blank(2, keep=True)
        for text, right, keep in (
            (layout.signature, right_of_name, True),
            (layout.date, 4.0, False),
        ):
            indent = {"right": round(right * CHARACTER)}
            self._paragraph(text, align="right", indent=indent, keep=keep)

    def _sheet_date(self) -> None:
        self._blank()
        indent = {"right": round(2 * CHARACTER)}
        if self.layout.document.signature:
            self._paragraph(self.layout.signature, align="right", indent=indent)
        self._paragraph(self.layout.date, align="right", indent=indent)

    def _people(self) -> None:
        if not self.layout.people:
            return
        self._blank()
        for label, names in self.layout.people:
            count = width_of(label) + 1
            left, back = round((2 + count) * CHARACTER), round(count * CHARACTER)
            made = self._paragraph(
                f"{label}：", role="hei", align="left", indent={"left": left, "hanging": back}
            )
            made.append(run(names, run_properties("fangsong", 16)))

    def _imprint(self) -> None:
        layout = self.layout
        if layout.copies or layout.printed_by or layout.printed_on:
            self._append(imprint_table(layout, lined=self.form is not Form.LETTER))
            self._paragraph("")

    # -- paragraphs ---------------------------------------------------------------------

    def _paragraph(
        self,
        text: str,
        *,
        role: str = "fangsong",
        size: float = 16,
        color: str = "",
        align: str = "",
        indent: dict[str, int] | None = None,
        spacing: dict[str, int] | None = None,
        border: Any = None,
        keep: bool = False,
    ) -> Any:
        """Append a paragraph and return it; its properties in the order of the schema."""
        properties = element("pPr")
        if keep:
            properties.append(element("keepNext"))
        if border is not None:
            properties.append(border)
        if spacing:
            exact = {"before": 0, "after": 0, "line": LINE, "lineRule": "exact", **spacing}
            properties.append(element("spacing", **exact))
        if indent:
            properties.append(element("ind", **indent))
        if align:
            properties.append(element("jc", val=align))
        made = element("p", properties)
        if text:
            made.append(run(text, run_properties(role, size, color=color)))
        self._append(made)
        return made

    def _blank(self, count: int = 1, *, keep: bool = False) -> None:
        for _ in range(count):
            self._paragraph("", keep=keep)

    def _append(self, made: Any) -> None:
        before = self._end.getprevious()
        if before is not None and before.tag == made.tag == qn("w:tbl"):
            spacing = element("spacing", before=0, after=0, line=20, lineRule="exact")
            self._end.addprevious(element("p", element("pPr", spacing)))  # else they are one
        self._end.addprevious(made)


def _red_line() -> Any:
    """Return the red line 4 mm below a paragraph."""
    return borders("pBdr", bottom=("single", 2.0, 6, RED))


_INDENT = {"firstLineChars": 200, "firstLine": round(2 * CHARACTER)}
