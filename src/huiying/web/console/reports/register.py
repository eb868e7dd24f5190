"""报送台账: each report with its signature, recipients and receipts, as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.policy.closing.archive import ArchivePeriod
from huiying.policy.procedure.reports import ReportState, Way
from huiying.web.console.registers.register import register_file
from huiying.web.console.shared.report_words import report_label
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.registers.register import Cells, Register, minute
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.core.models import Report
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.deliveries.queries import deliveries_by_report

HEADINGS = (
    gettext_lazy("报告编号"),
    gettext_lazy("报告种类"),
    gettext_lazy("标题"),
    gettext_lazy("事件编号"),
    gettext_lazy("数据截至"),
    gettext_lazy("拟稿时间"),
    gettext_lazy("拟稿人"),
    gettext_lazy("报送时限"),
    gettext_lazy("状态"),
    gettext_lazy("报送时间"),
    gettext_lazy("报送人"),
    gettext_lazy("档号"),
    gettext_lazy("保管期限"),
    gettext_lazy("归档时间"),
    gettext_lazy("报送对象"),
    gettext_lazy("报送方式"),
    gettext_lazy("送达时间"),
    gettext_lazy("回执时间"),
    gettext_lazy("回执人"),
)


def report_lines(reports: Sequence[Report], officer: Officer) -> list[Cells]:
    """Return a line for each recipient of each report: one query for all."""
    of_report = deliveries_by_report(officer.bureau_id, [one.pk for one in reports])
    lines: list[Cells] = []
    for report in reports:
        base = _base(report)
        found = of_report.get(report.pk)
        if not found:
            lines.append([*base, "", "", "", "", ""])
        for row in found or ():
            lines.append([*base, *_delivered(row)])
    return lines


def _base(report: Report) -> Cells:
    return [
        report.number,
        report_label(report.kind, report.sequence),
        report.title,  # type: ignore[attr-defined]
        report.incident.current.number if report.incident else "",
        minute(report.cut_off),
        minute(report.drafted_at),
        report.drafted_by.name if report.drafted_by else _("系统"),
        minute(report.clock.due_at) if report.clock else "",
        _(ReportState(report.state).label),
        minute(report.sent_at),
        report.sent_by.name if report.sent_by else "",
        *_filed(report),
    ]


def _filed(report: Report) -> Cells:
    filing: ReportFiling | None = getattr(report, "filing", None)
    if filing is None:
        return ["", "", ""]
    period = translate_rule(ArchivePeriod(filing.period).label)
    return [filing.number, period, minute(filing.filed_at)]


def _delivered(row: ReportDelivery) -> Cells:
    return [
        row.name,
        _(Way(row.way).label),
        minute(row.sent_at),
        minute(row.received_at),
        row.received_label,
    ]


REPORTS = Register("reports", gettext_lazy("报送台账"), HEADINGS, report_lines)


def reports_file(rows: QuerySet[Report], kind: str, officer: Officer) -> HttpResponse:
    """Return the rows of the list as a file."""
    return register_file(REPORTS, rows, kind, officer)
