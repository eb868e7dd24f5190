"""Documents to print, and what can be measured on their pages."""

import datetime as dt
from dataclasses import dataclass

import pypdfium2

from huiying.documents import Document, Form, Paragraph

DAY = dt.date(2026, 11, 9)
POINT_IN_MM = 25.4 / 72
SCALE = 6


def a_document(form=Form.OFFICIAL, **changes):
    """Return a short document of a form, changed where a test says."""
    given = {
        "form": form,
        "issuer": "云川区信访局",
        "title": "关于清水路自来水发黄问题的通报",
        "body": (Paragraph("经核实，管网冲洗所致。"),),
        "date": DAY,
    }
    return Document(**{**given, **changes})


@dataclass(frozen=True)
class Letter:
    """A character of a page: its box in millimetres from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def pages_of(rendered):
    return list(pypdfium2.PdfDocument(rendered.data))


def text_of(rendered):
    """Return the text of all pages without line ends and spaces."""
    texts = [page.get_textpage().get_text_range() for page in pages_of(rendered)]
    return "".join("".join(texts).split())


def letters_of(page):
    """Return the printed characters of a page in their order."""
    layer, height = page.get_textpage(), page.get_height()
    found = []
    for at in range(layer.count_chars()):
        text = layer.get_text_range(at, 1)
        if text.strip():
            left, low, right, high = layer.get_charbox(at, loose=True)
            edges = (left, height - high, right, height - low)
            found.append(Letter(text, *(edge * POINT_IN_MM for edge in edges)))
    return found


def lines_of(page):
    """Return the characters of a page line by line, from the top."""
    lines = {}
    for letter in letters_of(page):
        lines.setdefault(round((letter.top + letter.bottom) / 2), []).append(letter)
    return [sorted(lines[top], key=lambda letter: letter.left) for top in sorted(lines)]


def ink_of(page, *, red):
    """Return the stretches of ink from top to bottom: (top, bottom, left, right) in mm."""
    picture = page.render(scale=SCALE).to_numpy().astype(int)
    blue, green, ruby = picture[:, :, 0], picture[:, :, 1], picture[:, :, 2]
    ink = (ruby > 180) & (green < 170) & (blue < 170) if red else ruby < 128
    mm = POINT_IN_MM / SCALE
    rows = [at for at, any_ink in enumerate(ink.any(axis=1)) if any_ink]
    stretches = []
    for at in rows:
        if stretches and at == stretches[-1][1]:
            stretches[-1][1] = at + 1
        else:
            stretches.append([at, at + 1])
    found = []
    for top, bottom in stretches:
        columns = ink[top:bottom].any(axis=0).nonzero()[0]
        edges = (top, bottom, columns.min(), columns.max() + 1)
        found.append(tuple(float(edge) * mm for edge in edges))
    return found
