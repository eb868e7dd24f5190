"""The files of a report: PDF and DOCX, which a job makes, and the text for a superior's system.

In:   a report, a format.    Out:  the panel of its files; a file that waits; a file.
Cost: two queries and the hash of the document; of a download, reading the file.

A file is handed out only while the report says exactly what the file says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.db.job_rows import JobState
from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen
from huiying.jobs.upkeep.report_work import path_of, read_report_file
from huiying.web.console.reports.acts import REPORT
from huiying.web.console.shared.acts import Outcome, redirect_refused
from huiying.web.console.shared.declared_acts import ButtonAct, By
from huiying.web.shared.files import json_file
from huiying.web.shared.requests import OfficerRequest
from huiying.work.reports.core.access import report_for
from huiying.work.reports.core.models import Report
from huiying.work.reports.exchange.outgoing import report_text_file
from huiying.work.reports.files.actions.request_file import request_file
from huiying.work.reports.files.models import FileFormat, VersionFile
from huiying.work.reports.files.queries import files_of_text, finished_file, text_hash_of

TYPES: Final = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
}
KILOBYTE: Final = 1 << 10


@dataclass(frozen=True, slots=True)
class FileRow:
    """One format of the newest version.

    Attributes:
        state_word: How its file stands; "" = nobody asked for it, or it is over.
        percent: While it is made.
        take_url: "" = there is nothing to take.
        make_label: "" = it is there, or being made.
    """

    form: str
    label: str
    state_word: str
    running: bool
    percent: int
    size: str
    failure: str
    take_url: str
    make_label: str


@dataclass(frozen=True, slots=True)
class FilePanel:
    """The files of a report; busy: one of them is being made."""

    number: str
    version: int
    revision: int
    rows: list[FileRow]

    @property
    def busy(self) -> bool:
        """Tell whether the panel asks for itself again."""
        return any(row.running for row in self.rows)


def file_panel(report: Report) -> FilePanel:
    """Return the files of the newest version of a report as it stands now."""
    found = files_of_text(report, text_hash_of(report))
    rows = [_file_row(report, form, found.get(form)) for form in FileFormat]
    return FilePanel(report.number, report.version, report.revision, rows)


def _file_row(report: Report, form: FileFormat, row: VersionFile | None) -> FileRow:
    there = row is not None and _is_there(row)
    running = row is not None and row.is_open
    failed = row is not None and row.state == JobState.FAILED
    shown = row if there or running or failed else None
    percent = 100 * row.written // row.expected if row is not None and row.expected else 0
    size = f"{shown.size / KILOBYTE:.0f} KB" if shown is not None and shown.size else ""
    label = "" if there or running else _("重新生成") if failed else _("生成")
    return FileRow(
        form=form,
        label=form.label,
        state_word=shown.get_state_display() if shown is not None else "",
        running=running,
        percent=percent,
        size=size,
        failure=shown.get_failure_display() if shown is not None and failed else "",
        take_url=reverse("console:report-file", args=[report.number, form]) if there else "",
        make_label=label,
    )


def _is_there(row: VersionFile) -> bool:
    return row.state == JobState.DONE and path_of(row).is_file()


@require_GET
def panel(request: OfficerRequest, number: str) -> HttpResponse:
    """The panel alone, asked for again and again while a file is made."""
    report = report_for(request.user, number, to=Capability.SEE_INCIDENTS)
    return render(request, "console/reports/_files.html", {"files": file_panel(report)})


@ButtonAct(REPORT, Capability.SEE_INCIDENTS)
def make(report: Report, by: By, posted: QueryDict) -> Outcome:
    """生成: a job makes it."""
    form = _format_of(posted.get("format", ""))
    here = f"{reverse('console:report', args=[report.number])}#files"
    there = finished_file(report, form)
    if there is not None and _is_there(there):
        return _("文件已生成，可在本页下载。"), here
    request_file(report=report, form=form, revision=by.known_revision, **by.stamp)
    return _("文件正在生成，完成后可在本页下载。"), here


@require_GET
def report_file(request: OfficerRequest, number: str, kind: str) -> HttpResponse:
    """Return the newest version of a report as a file; why there is none stands on the page."""
    form = None if kind == "json" else _format_of(kind)
    report = report_for(request.user, number, to=Capability.SEE_INCIDENTS)
    try:
        if form is None:
            return json_file(report_text_file(report), report.number)
        return _finished(report, form)
    except Refused as error:
        back = reverse("console:report", args=[report.number])
        return redirect_refused(request, error, back)


def _format_of(name: str) -> FileFormat:
    try:
        return FileFormat(name)
    except ValueError as error:
        raise Http404 from error


def _finished(report: Report, form: FileFormat) -> HttpResponse:
    row = finished_file(report, form)
    if row is None:
        words = {"version": report.version, "format": form.label}
        raise Refused(_("第 %(version)s 稿的 %(format)s 尚未生成，请在“文件”中生成。") % words)
    try:
        data = b"".join(read_report_file(row))
    except (CannotOpen, OSError) as error:
        raise Refused(_("文件不在本机或无法打开。请重新生成。")) from error
    response = HttpResponse(data, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{report.number}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
