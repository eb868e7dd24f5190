"""What the units reported, with their files for who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.work.casework.notices.access import may_see_report_files
from huiying.work.casework.notices.models import ReportFile, UnitReport


@dataclass(frozen=True, slots=True)
class ReportFileRow:
    """One file of a report: what it shows, and where it is downloaded; unread until then."""

    words: str
    number: str
    kind: str
    size: int
    url: str
    page: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What a unit reported; ``hidden`` counts files that this reader may not see."""

    at: datetime
    by: str
    unit: str
    finding: str
    text: str
    handled: str
    evidence: str
    no_file_reason: str
    files: tuple[ReportFileRow, ...]
    hidden: int


def report_row(report: UnitReport, officer: Officer) -> ReportRow:
    """Return what a unit reported, as an officer may see it."""
    files = list(report.files.all())
    visible = may_see_report_files(officer, report.notice)
    return ReportRow(
        at=report.at,
        by=report.author,
        unit=report.notice.unit.name,
        finding=report.finding,
        text=report.facts,
        handled=report.handled,
        evidence=report.evidence,
        no_file_reason=report.no_file_reason,
        files=tuple(_file_row(row) for row in files) if visible else (),
        hidden=0 if visible else len(files),
    )


def _file_row(row: ReportFile) -> ReportFileRow:
    return ReportFileRow(
        words=row.words,
        number=row.file.number,
        kind=row.file.kind.upper(),
        size=row.file.size,
        url=reverse("console:notice-file", args=[row.pk]),
        page=reverse("console:file", args=[row.file.number]),
    )
