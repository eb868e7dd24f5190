"""Recognise the type of a file by its content, never by its name.

In:   the bytes of a file.    Out:  the kind, or None for whatever is not on the list.
Cost: a look at the first bytes; for packed documents also at their list of contents.

The list is short on purpose: pictures and papers that prove something. Nothing is unpacked,
and a document that carries macros is none of them.
"""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

MACROS = "vbaProject.bin"


class Kind(StrEnum):
    """The kinds that are kept; the value is the ending of the file."""

    JPEG = "jpg"
    PNG = "png"
    PDF = "pdf"
    OFD = "ofd"
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return _MEDIA[self]


_WORKS = "application/vnd.openxmlformats-officedocument"
_MEDIA = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.PDF: "application/pdf",
    Kind.OFD: "application/ofd",
    Kind.DOCX: f"{_WORKS}.wordprocessingml.document",
    Kind.XLSX: f"{_WORKS}.spreadsheetml.sheet",
}
_FIRST = {
    b"\xff\xd8\xff": Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"%PDF-": Kind.PDF,
}
_PACKED = {
    "OFD.xml": Kind.OFD,
    "word/document.xml": Kind.DOCX,
    "xl/workbook.xml": Kind.XLSX,
}


def kind_of(data: bytes) -> Kind | None:
    """Return the kind of a file, None if it is not kept here."""
    for first, kind in _FIRST.items():
        if data.startswith(first):
            return kind
    return _packed(data) if data.startswith(b"PK\x03\x04") else None


def _packed(data: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith(MACROS) for name in names):
        return None
    return next((kind for name, kind in _PACKED.items() if name in names), None)
