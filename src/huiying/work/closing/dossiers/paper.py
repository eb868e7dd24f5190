"""A dossier as one PDF: what people read of it, without the lists that are only counted.

In:   a filing, its matter, the sections.    Out:  the bytes of a PDF.
Cost: that of ``documents.to_pdf``; docs/archive.md has measured times.

Posts, the record and the earlier words of drafts are named with their number of rows: they are
whole in the other files. A section prints at most ``MOST`` rows, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from huiying.documents import Block, Document, Form, Heading, Paragraph, Table, to_pdf
from huiying.policy.closing.archive import ArchivePeriod
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.archive.models import Filing
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.section import Cells, Section

MOST = 100
MOST_LETTERS = 4_000  # of a cell
FEW_COLUMNS = 4
ONLY_COUNTED = frozenset({"posts", "record", "draft-versions"})
NUMERALS = "零一二三四五六七八九十"


def dossier_pdf(filing: Filing, matter: Matter, sections: list[Section]) -> bytes:
    """Return the PDF of a dossier; what is kept back is not in it."""
    document = Document(
        form=Form.BULLETIN,
        issuer=filing.bureau.name,
        title="卷宗",
        body=tuple(_blocks(filing, matter, sections)),
        date=filing.filed_at.astimezone(LOCAL).date(),
        number=f"档号{filing.number}",
        signature=filing.bureau.name,
    )
    return to_pdf(document).data


def _blocks(filing: Filing, matter: Matter, sections: list[Section]) -> Iterator[Block]:
    period = ArchivePeriod(filing.period).label.replace(" ", "")
    yield Paragraph(f"题名：{matter.withheld.clean(filing.title)}。")
    yield Paragraph(f"事件编号：{filing.incident.number}。保管期限：{period}。")
    number = 0
    for section in sections:
        body = list(_section(matter, section))
        if body:
            number += 1
            yield Heading(f"{_numeral(number)}、{section.title}", 1)
            yield from body


def _section(matter: Matter, section: Section) -> Iterator[Block]:
    if section.code in ONLY_COUNTED:
        count = sum(1 for _line in section.lines)
        if count:
            yield Paragraph(f"共{count}条，全文见卷宗内{section.code}文件。")
        return
    lines = list(islice(section.lines, MOST + 1))
    shown = [_clean(matter, line) for line in lines[:MOST]]
    if len(section.headings) <= FEW_COLUMNS and shown:
        yield Table(section.headings, tuple(map(tuple, shown)))
    else:
        for line in shown:
            pairs = zip(section.headings, line, strict=True)
            yield Table(("项目", "内容"), tuple((name, cell) for name, cell in pairs if cell))
    if len(lines) > MOST:
        yield Paragraph(f"仅列前{MOST}条，其余见卷宗内{section.code}文件。")


def _clean(matter: Matter, line: Cells) -> Cells:
    return [_shortened(matter.withheld.clean(cell)) for cell in line]


def _shortened(text: str) -> str:
    if len(text) <= MOST_LETTERS:
        return text
    return f"{text[:MOST_LETTERS]}……（未完，见卷宗内文件）"


def _numeral(number: int) -> str:
    """Return a number below 100 in Chinese.

    >>> _numeral(7), _numeral(10), _numeral(23)
    ('七', '十', '二十三')
    """
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    head = "" if tens == 1 else NUMERALS[tens]
    return f"{head}十{NUMERALS[ones] if ones else ''}"
