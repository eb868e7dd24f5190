"""What a file that was handed out says."""

import io

import docx
import pypdfium2
from docx.oxml.ns import qn


def text_of_pdf(response) -> str:
    """Return the text of a PDF without spaces and line ends."""
    assert response["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(response.content)
    return "".join("".join(page.get_textpage().get_text_range() for page in pages).split())


def text_of_docx(response) -> str:
    """Return the text of a DOCX without spaces and line ends."""
    assert "wordprocessingml" in response["Content-Type"]
    file = docx.Document(io.BytesIO(response.content))
    return "".join("".join(t.text or "" for t in file.element.iter(qn("w:t"))).split())


READERS = {"pdf": text_of_pdf, "docx": text_of_docx}
