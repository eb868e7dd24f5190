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
]
