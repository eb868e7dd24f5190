"""A document as PDF: the template official.typ, typeset by the library typst.

What a person wrote goes in as JSON and is printed as text; none of it is markup, no file is
read and no network is used. Measured times: docs/documents.md.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from huiying.documents.chart import data_of
from huiying.documents.content import (
    Block,
    Chart,
    Document,
    Heading,
    Paragraph,
    Rendered,
    Table,
)
from huiying.documents.fonts import (
    ROLES,
    character_warnings,
    families,
    font_warnings,
    installed,
)
from huiying.documents.layout import Layout, columns_of, has_head, layout_of, text_of
from huiying.documents.text import one_line

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "official.typ"
PICTURE = FOLDER / "picture.typ"
LARGE = 100_000
"""Characters of data from which a document is forgotten at once; see ``_forget``."""
ROUNDS = 11


def to_pdf(document: Document) -> Rendered:
    """Return the document as PDF with the fonts embedded, and the number of its pages."""
    fonts, layout = installed(), layout_of(document)
    data = _data(layout)
    compiled = _Compiled(data)
    if _may_part(layout) and compiled.signature_stands_alone():
        compiled = _Compiled({**data, "keep_end": True})
    warnings = (
        *font_warnings(fonts),
        *character_warnings(text_of(layout), fonts),
        *layout.notes,
    )
    rendered = Rendered(compiled.data, compiled.number("<pages>"), warnings)
    if compiled.is_large:
        del compiled
        _forget()
    return rendered


def chart_picture(chart: Chart, *, ppi: int = 220) -> bytes:
    """Return the chart as PNG, for files that take no vectors."""
    faces = families()
    data = typst.compile(
        str(PICTURE),
        root=str(FOLDER),
        font_paths=installed(),
        format="png",
        ppi=float(ppi),
        sys_inputs={"chart": json.dumps(data_of(chart)), "font": json.dumps(faces["hei"])},
    )
    return _bytes(data)


def _forget() -> None:
    """Let the library drop what it keeps of a document: 100 MB for a table of 2,000 rows.

    It keeps the parts that it laid out through ten further runs, so that a document that is
    edited is quick; here each is another one.
    """
    for _ in range(ROUNDS):
        typst.compile(b" ", font_paths=_no_fonts())


@lru_cache(maxsize=1)
def _no_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)


def _may_part(layout: Layout) -> bool:
    """Return whether a page could end between the last paragraph and the signature."""
    ends = bool(layout.body) and isinstance(layout.body[-1], Paragraph)
    return layout.is_lettered and ends and not layout.attachments


class _Compiled:
    """A document that was typeset, and what its pages can be asked."""

    def __init__(self, data: dict[str, Any]) -> None:
        words = json.dumps(data, ensure_ascii=False)
        self.is_large = len(words) >= LARGE
        self._compiler = typst.Compiler(
            str(TEMPLATE),
            root=str(FOLDER),
            font_paths=installed(),
            sys_inputs={"document": words},
        )
        self.data = _bytes(self._compiler.compile(format="pdf"))

    def number(self, label: str) -> int:
        return int(json.loads(self._compiler.query(label, field="value", one=True)))

    def signature_stands_alone(self) -> bool:
        """Return whether 发文机关署名 is on a page without any text of the body."""
        return self.number("<signature>") != self.number("<body-end>")


def _bytes(compiled: bytes | list[bytes] | None) -> bytes:
    """Return the one file that was compiled."""
    return compiled if isinstance(compiled, bytes) else b"".join(compiled or ())


def _data(layout: Layout) -> dict[str, Any]:
    document = layout.document
    fonts = families()
    return {
        "keep_end": False,
        "form": document.form.value,
        "issuer": one_line(document.issuer),
        "title": one_line(document.title) or layout.mark,
        "mark": layout.mark,
        "title_lines": layout.title_lines,
        "number": layout.number,
        "recipients": layout.recipients,
        "copies": layout.copies,
        "date": layout.date,
        "printed_by": layout.printed_by,
        "printed_on": layout.printed_on,
        "signature": layout.signature,
        "has_signature": bool(document.signature),
        "approver": one_line(document.approver),
        "classification": document.classification,
        "urgency": document.urgency,
        "attachments": layout.attachments,
        "people": layout.people,
        "body": [_block(block) for block in layout.body],
        "fonts": fonts,
        "weights": {"title": _title_weight(fonts["title"])},
    }


def _title_weight(names: list[str]) -> str:
    """Return bold for what stands in for 小标宋, which is heavy by itself."""
    licensed = {name.casefold() for name in ROLES["title"].licensed}
    return "regular" if names and names[0].casefold() in licensed else "bold"


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Chart):
        return data_of(block)
    if isinstance(block, Table):
        columns = columns_of(block)
        return {
            "kind": "table",
            "caption": block.caption,
            "headings": block.headings,
            "has_head": has_head(block),
            "rows": [{"texts": row, "long": columns.is_long(row)} for row in block.rows],
            "widths": columns.widths,
            "centred": columns.centred,
        }
    return {"kind": "paragraph", "text": block.text}
