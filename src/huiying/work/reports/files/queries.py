"""Read files of reports: those of a text, those that wait, that a process has, that are over.

In:   a report, the hash of its document, a moment.    Out:  rows.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from huiying.base.db.job_rows import JobState
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.files.document import document_of, hash_of_document
from huiying.work.reports.files.models import FileFormat, VersionFile


def text_hash_of(report: Report) -> str:
    """Return the hash of the document of a report as it stands now."""
    return hash_of_document(document_of(report, newest_version(report)))


def files_of_text(report: Report, text_hash: str) -> dict[str, VersionFile]:
    """Return the newest file of each format that says exactly this."""
    rows = VersionFile.objects.filter(report=report, text_hash=text_hash)
    found: dict[str, VersionFile] = {}
    for row in rows.select_related("requested_by"):
        found.setdefault(row.format, row)
    return found


def finished_file(report: Report, form: FileFormat) -> VersionFile | None:
    """Return the file of a report exactly as it stands now; None = there is none."""
    rows = VersionFile.objects.filter(report=report, format=form, state=JobState.DONE)
    return rows.filter(text_hash=text_hash_of(report)).first()


def next_file() -> VersionFile | None:
    """Return the file that waits longest, of all bureaus."""
    return _rows().filter(state=JobState.QUEUED).order_by("pk").first()


def running_files() -> QuerySet[VersionFile]:
    """Return the files that a process is said to make."""
    return _rows().filter(state=JobState.RUNNING)


def files_made_before(moment: datetime) -> QuerySet[VersionFile]:
    """Return the files that are older than a moment (real time)."""
    return _rows().filter(state=JobState.DONE, finished_at__lt=moment)


def files_of_moved_reports() -> QuerySet[VersionFile]:
    """Return the files whose report moved on since it was compared with them."""
    return _rows().filter(Q(state=JobState.DONE) & ~Q(report__revision=F("revision")))


def _rows() -> QuerySet[VersionFile]:
    return VersionFile.objects.select_related("report__bureau", "report__incident")
