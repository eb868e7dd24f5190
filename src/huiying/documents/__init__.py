"""Official documents (GB/T 9704-2012) as PDF and DOCX; no Django, no database."""

from huiying.documents.content import (
    Block,
    Chart,
    Document,
    Form,
    Heading,
    Paragraph,
    Rendered,
    Series,
    Table,
)
from huiying.documents.docx import to_docx
from huiying.documents.pdf import to_pdf

__all__ = [
    "Block",
    "Chart",
    "Document",
    "Form",
    "Heading",
    "Paragraph",
    "Rendered",
    "Series",
    "Table",
    "to_docx",
    "to_pdf",
]
