"""A report as a document by the official format (GB/T 9704-2012).

In:   a report and its newest version.    Out:  a document of ``huiying.documents``; its hash.
Cost: a query for the signature; a few milliseconds.

What is not signed says so in its first line: nobody takes a draft for a report.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from huiying.base.audit.house_text import house_text
from huiying.base.signoff.queries import latest_request
from huiying.documents import Block, Chart, Document, Form, Heading, Paragraph, Series, Table
from huiying.policy.core.hashing import hash_of_text
from huiying.policy.procedure.reports import OUT, ReportKind, ReportState
from huiying.policy.time.zone import LOCAL
from huiying.reasons.chinese_numerals import chinese_number
from huiying.work.reports.core.content import Figure, lines_of, recipients_of
from huiying.work.reports.core.models import Report, ReportVersion
from huiying.work.reports.core.text import minute
from huiying.work.reports.drafting.actions.sign_report import KIND

SIGNED: Final = (ReportState.SIGNED, *OUT)
URGENT: Final = (ReportKind.INITIAL, ReportKind.FLASH)
MOST_BARS: Final = 12  # beside each other; the table has the others
MOST_SERIES: Final = 3


def hash_of_document(document: Document) -> str:
    """Return the hash of all that a document says: its words, tables, signature and state."""
    return hash_of_text(repr(document))


def document_of(report: Report, version: ReportVersion) -> Document:
    """Return a report as a bulletin: each line with its number and heading."""
    body: list[Block] = [
        Heading(_subject(report, version), 1),
        Paragraph(_cut_off_words(version)),
    ]
    for at, line in enumerate(lines_of(version), 1):
        body.append(Heading(f"{chinese_number(at)}、{line.heading}", 1))
        body += [Paragraph(part) for part in line.text.split("\n") if part.strip()]
        for figure in line.figures:
            body += figure_blocks(figure)
    approver, signed_on = _signature(report)
    kind = ReportKind(report.kind).label
    return Document(
        form=Form.BULLETIN,
        issuer=report.bureau.name,
        title=report.bureau.titled(house_text("舆情%(kind)s") % {"kind": kind}),
        body=tuple(body),
        date=(signed_on or report.drafted_at.astimezone(LOCAL).date()),
        number=f"{report.words} {report.number}",
        recipients=tuple(one.name for one in recipients_of(version)),
        approver=approver,
        urgency=_urgency(report),
        classification="内部",
    )


def _subject(report: Report, version: ReportVersion) -> str:
    """Return what the report is about; what is not signed, or withdrawn, says so first."""
    if report.state == ReportState.WITHDRAWN:
        return house_text("【已撤回】%(title)s") % {"title": version.title}
    if report.state not in SIGNED:
        return house_text("【草稿，未签发】%(title)s") % {"title": version.title}
    return version.title


def _cut_off_words(version: ReportVersion) -> str:
    words = house_text("（数据截至%(at)s，第 %(version)s 稿）")
    return words % {"at": minute(version.cut_off), "version": version.version}


def figure_blocks(figure: Figure) -> list[Block]:
    """Return the table of a figure, below its drawing if it has one."""
    table = Table(figure.headings, figure.rows, figure.caption)
    if not figure.chart or not figure.rows:
        return [table]
    kind: Literal["bars", "line"] = "line" if figure.chart == "line" else "bars"
    rows, title = figure.rows, figure.caption
    if kind == "bars" and len(rows) > MOST_BARS:
        rows = rows[:MOST_BARS]
        title = house_text("%(caption)s（前 %(count)s 项）") % {
            "caption": figure.caption,
            "count": MOST_BARS,
        }
    series = _series(figure.headings, rows)
    if not series:
        return [table]
    return [Chart(title, kind, tuple(row[0] for row in rows), series), table]


def _series(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> tuple[Series, ...]:
    """Return the columns that count, the first few; a cell without a number has no data."""
    found = []
    for at, name in list(enumerate(headings))[1:]:
        cells = [row[at] for row in rows]
        if all(not cell or (cell.isascii() and cell.isdigit()) for cell in cells):
            found.append(Series(name, tuple(float(cell) if cell else None for cell in cells)))
    return tuple(found[:MOST_SERIES])


def _signature(report: Report) -> tuple[str, date | None]:
    request = latest_request(report.bureau_id, KIND, report.number)
    if request is None or request.decided_by is None or report.state not in SIGNED:
        return "", None
    at = request.decided_at
    return request.decided_by.name, at.astimezone(LOCAL).date() if at else None


def _urgency(report: Report) -> Literal["", "特急", "加急"]:
    return "特急" if ReportKind(report.kind) in URGENT else ""
