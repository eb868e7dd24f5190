"""A report as PDF and DOCX by the official format (GB/T 9704-2012).

In:   a report and a version.    Out:  a document of ``huiying.documents``; a file.
Cost: as the document, some hundred milliseconds.

What is not signed says so in its first line: nobody takes a draft for a report.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.base.signoff.queries import latest_request
from huiying.documents import (
    Block,
    Chart,
    Document,
    Form,
    Heading,
    Paragraph,
    Series,
    Table,
    to_docx,
    to_pdf,
)
from huiying.policy.procedure.reports import OUT, ReportKind, ReportState
from huiying.policy.time.zone import LOCAL
from huiying.reasons.chinese_numerals import chinese_number
from huiying.web.console.documents.handing_out import titled
from huiying.web.console.shared.acts import redirect_refused
from huiying.web.shared.files import json_file
from huiying.web.shared.requests import OfficerRequest
from huiying.work.reports.core.access import report_for
from huiying.work.reports.core.content import Figure, lines_of, recipients_of
from huiying.work.reports.core.models import Report, ReportVersion
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.core.text import minute
from huiying.work.reports.drafting.actions.sign_report import KIND
from huiying.work.reports.exchange.outgoing import report_text_file

TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SIGNED: Final = (ReportState.SIGNED, *OUT)
URGENT: Final = (ReportKind.INITIAL, ReportKind.FLASH)
MOST_BARS: Final = 12  # beside each other; the table has the others
MOST_SERIES: Final = 3


@require_GET
def report_file(request: OfficerRequest, number: str, kind: str) -> HttpResponse:
    """Return the newest version of a report as a file."""
    if kind not in (*TYPES, "json"):
        raise Http404
    report = report_for(request.user, number, to=Capability.SEE_INCIDENTS)
    if kind == "json":
        return _exchange_file(request, report)
    return file_response(document_of(report, newest_version(report)), report.number, kind)


def _exchange_file(request: OfficerRequest, report: Report) -> HttpResponse:
    """Return the file for a superior's installation; why there is none stands on the page."""
    try:
        text = report_text_file(report)
    except Refused as error:
        return redirect_refused(request, error, reverse("console:report", args=[report.number]))
    return json_file(text, report.number)


def file_response(document: Document, name: str, kind: str) -> HttpResponse:
    """Return a document as a file to keep."""
    made = to_pdf(document) if kind == "pdf" else to_docx(document)
    response = HttpResponse(made.data, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


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
        title=titled(report.bureau, house_text("舆情%(kind)s") % {"kind": kind}),
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
