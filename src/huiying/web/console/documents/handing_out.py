"""A document of the console: its page, and the file as PDF or DOCX.

In:   a document made from rows.    Out:  the page that offers the files, or one of them.
Cost: 10 to 200 ms a document (docs/documents.md); nothing is stored.

A document is in Chinese whoever takes it: others read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import override

from huiying.base.audit.house_text import HOUSE_LANGUAGE
from huiying.documents import Document, Rendered, to_docx, to_pdf
from huiying.policy.time.zone import LOCAL
from huiying.web.shared.requests import OfficerRequest

NO_DATA = "无数据"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: how it is made, and what a browser is told of it."""

    make: Callable[[Document], Rendered]
    content_type: str


FILES = {
    "pdf": FileKind(to_pdf, "application/pdf"),
    "docx": FileKind(
        to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
}


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """The page of a document.

    Attributes:
        pages: Of the PDF.
        notes: What its reader must know: fonts that are missing, characters without a glyph.
        back_label: What the document is about, and where it is.
    """

    title: str
    kind: str | Promise
    pages: int
    notes: tuple[str, ...]
    back_url: str
    back_label: str


def hand_out(
    request: OfficerRequest,
    make: Callable[[], Document],
    *,
    kind: str | Promise,
    back_url: str,
    back_label: str,
) -> HttpResponse:
    """Return the file that ``?format=`` names, else the page that offers both."""
    with override(HOUSE_LANGUAGE):
        document = make()
    chosen = request.GET.get("format", "")
    if chosen in FILES:
        return _file(document, chosen)
    rendered = to_pdf(document)
    page = DocumentPage(
        title=document.title,
        kind=kind,
        pages=rendered.pages or 0,
        notes=rendered.warnings,
        back_url=back_url,
        back_label=back_label,
    )
    return render(request, "console/documents/document.html", {"page": page})


def _file(document: Document, chosen: str) -> HttpResponse:
    kind = FILES[chosen]
    name = "".join(one for one in document.title if one.isalnum())[:LONGEST_NAME] or "document"
    response = HttpResponse(kind.make(document).data, content_type=kind.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{chosen}")
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def minute_words(at: datetime | None) -> str:
    """Return a moment as a document writes it: 2026年11月9日8时05分, 无数据 without one."""
    if at is None:
        return NO_DATA
    local = at.astimezone(LOCAL)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02}分"


def filled(text: str) -> str:
    """Return a text, 无数据 for an empty one."""
    return text.strip() or NO_DATA
