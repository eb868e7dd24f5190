"""Filed reports: what waits to be filed, what is filed, as a list and a file.

In:   requests of who sees every matter.    Out:  a page; CSV and XLSX of the same rows.
Cost: a constant number of queries a page; a file holds at most 50,000 rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.web.console.archive.lists import WAITING_MOST, archive_page, archive_search
from huiying.web.console.archive.rows import period_word
from huiying.web.console.registers.register import FILES, register_file
from huiying.web.console.shared.report_words import report_label
from huiying.web.shared.registers.register import Cells, Register, minute
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.archive.queries import closings_to_file
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.archive.queries import (
    filed_reports,
    report_archive_years,
    reports_to_file,
    search_filed_reports,
)
from huiying.work.reports.core.models import Report


@dataclass(frozen=True, slots=True)
class FiledReportRow:
    """A filed report in the list; ends_on: None = for ever; withdrawn: it counts no more."""

    number: str
    report: str
    url: str
    title: str
    kind: str
    withdrawn: bool
    period: str
    ends_on: date | None
    filed_at: datetime
    filed_by: str


@dataclass(frozen=True, slots=True)
class ReportToFileRow:
    """A finished report that is not filed; act_url: "" = the reader does not file."""

    number: str
    title: str
    url: str
    kind: str
    state: str
    sent_at: datetime | None
    act_url: str


def _filed_row(filing: ReportFiling) -> FiledReportRow:
    report = filing.report
    return FiledReportRow(
        number=filing.number,
        report=report.number,
        url=reverse("console:report", args=[report.number]),
        title=filing.title,
        kind=report_label(report.kind, report.sequence),
        withdrawn=report.state == ReportState.WITHDRAWN,
        period=period_word(filing.period),
        ends_on=filing.ends_on,
        filed_at=filing.filed_at,
        filed_by=filing.filed_by.name,
    )


def _waiting_row(report: Report, *, may_file: bool) -> ReportToFileRow:
    address = reverse("console:archive-report-file", args=[report.number])
    return ReportToFileRow(
        number=report.number,
        title=report.title,  # type: ignore[attr-defined]
        url=reverse("console:report", args=[report.number]),
        kind=report_label(report.kind, report.sequence),
        state=_(ReportState(report.state).label),
        sent_at=report.sent_at,
        act_url=address if may_file else "",
    )


def _lines(filings: Sequence[ReportFiling], officer: Officer) -> list[Cells]:
    del officer
    return [
        [
            row.number,
            row.report.number,
            report_label(row.report.kind, row.report.sequence),
            row.title,
            row.report.incident.current.number if row.report.incident else "",
            row.year,
            period_word(row.period),
            row.ends_on.isoformat() if row.ends_on else "",
            _(ReportState(row.report.state).label),
            minute(row.report.sent_at),
            minute(row.filed_at),
            row.filed_by.name,
        ]
        for row in filings
    ]


REPORT_ARCHIVE = Register(
    "report-archive",
    gettext_lazy("报告档案"),
    (
        gettext_lazy("档号"),
        gettext_lazy("报告编号"),
        gettext_lazy("报告种类"),
        gettext_lazy("题名"),
        gettext_lazy("事件编号"),
        gettext_lazy("年度"),
        gettext_lazy("保管期限"),
        gettext_lazy("期满日期"),
        gettext_lazy("状态"),
        gettext_lazy("报送时间"),
        gettext_lazy("归档时间"),
        gettext_lazy("归档人"),
    ),
    _lines,
)


@require_GET
def filed(request: OfficerRequest) -> HttpResponse:
    """What is filed, by words, year, period and kind; what is finished and waits."""
    officer, search = request.user, archive_search(request)
    require(officer, Capability.SEE_POSTS, Capability.READ_RECORD)
    kind, every = request.GET.get("kind", ""), filed_reports(officer.bureau_id)
    rows = search_filed_reports(
        every.none() if search.refusal else every, kind=kind, **search.filters()
    )
    if (chosen := request.GET.get("format")) in FILES:
        return register_file(REPORT_ARCHIVE, rows, chosen, officer)
    waiting = reports_to_file(officer.bureau_id)
    may_file = may(officer, Capability.ARCHIVE)
    page, context = archive_page(request, search, every, rows)
    context |= {
        "rows": [_filed_row(row) for row in page],
        "kind": kind,
        "years": [(str(one), str(one)) for one in report_archive_years(officer.bureau_id)],
        "kinds": [(str(one), _(one.label)) for one in ReportKind],
        "waiting": closings_to_file(officer.bureau_id).count(),
        "reports_waiting": waiting.count(),
        "to_file": [_waiting_row(row, may_file=may_file) for row in waiting[:WAITING_MOST]],
    }
    return render(request, "console/archive/reports.html", context)
