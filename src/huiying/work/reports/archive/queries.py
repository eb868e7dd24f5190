"""Read filed reports: what stands in the archive, what waits, what keeps one out.

In:   a bureau, a report.    Out:  filings, reports.
Cost: one indexed query each.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.rulebook.queries import book_of
from huiying.base.signoff.models import Decision
from huiying.policy.closing.archive import ArchivePeriod
from huiying.policy.procedure.reports import UNSENT, ReportKind, ReportState
from huiying.work.reports.archive.models import ReportFiling
from huiying.work.reports.core.models import Report, WithdrawalRequest
from huiying.work.reports.core.queries import KINDS, reports_of
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.deliveries.queries import pending_withdrawal, waiting_receipts

FILED, TO_FILE = "filed", "waiting"
CHOICES: Final = ((FILED, gettext_lazy("已归档")), (TO_FILE, gettext_lazy("待归档")))
"""How a list of reports is narrowed by its archive."""


def filed_reports(bureau_id: int) -> QuerySet[ReportFiling]:
    """Return the filed reports of a bureau, the newest first."""
    rows = ReportFiling.objects.filter(bureau_id=bureau_id)
    rows = rows.select_related("report__incident__merged_into", "filed_by")
    return rows.order_by("-filed_at", "-pk")


def search_filed_reports(
    rows: QuerySet[ReportFiling],
    *,
    words: str = "",
    year: int | None = None,
    period: str = "",
    kind: str = "",
) -> QuerySet[ReportFiling]:
    """Narrow filed reports: words in 档号, title or number; a year, a period, a kind."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(report__number__icontains=word)
            | Q(report__incident__number__icontains=word)
        )
    if year is not None:
        rows = rows.filter(year=year)
    if period in set(ArchivePeriod):
        rows = rows.filter(period=period)
    return rows.filter(report__kind=kind) if kind in KINDS else rows


def report_archive_years(bureau_id: int) -> list[int]:
    """Return the years of which a report stands in the archive, the newest first."""
    rows = ReportFiling.objects.filter(bureau_id=bureau_id).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def filing_of_report(report: Report) -> ReportFiling | None:
    """Return the filing of a report."""
    rows = ReportFiling.objects.filter(report=report)
    return rows.select_related("report__incident", "filed_by").first()


def reports_to_file(bureau_id: int) -> QuerySet[Report]:
    """Return the reports that are finished and not filed, those sent first at the top."""
    return _finished(reports_of(bureau_id)).order_by("sent_at", "pk")


def _finished(rows: QuerySet[Report]) -> QuerySet[Report]:
    pending = WithdrawalRequest.objects.filter(
        report=OuterRef("pk"), signoff__decision=Decision.PENDING
    )
    not_informed = ReportDelivery.objects.filter(
        report=OuterRef("pk"), sent_at__isnull=False, withdrawal_sent_at__isnull=True
    )
    received = Q(state=ReportState.RECEIVED) & ~Exists(pending)
    withdrawn = Q(state=ReportState.WITHDRAWN, sent_at__isnull=False) & ~Exists(not_informed)
    return rows.filter(received | withdrawn, filing__isnull=True)


def narrow_by_archive(rows: QuerySet[Report], choice: str) -> QuerySet[Report]:
    """Narrow reports to those that are filed, or finished and not filed."""
    if choice == FILED:
        return rows.filter(filing__isnull=False)
    return _finished(rows) if choice == TO_FILE else rows


def why_not_to_file(report: Report) -> str:
    """Say what keeps a report out of the archive; "" = nothing."""
    state = ReportState(report.state)
    if state in UNSENT or report.sent_at is None:
        return _("报告未报送，不归档。")
    if state == ReportState.SENT:
        waiting = waiting_receipts(report.bureau_id).filter(report=report).count()
        return _("尚有 %(count)s 家未回执，收齐或登记回执后归档。") % {"count": waiting}
    if state == ReportState.WITHDRAWN:
        rows = ReportDelivery.objects.filter(report=report, sent_at__isnull=False)
        untold = rows.filter(withdrawal_sent_at__isnull=True).count()
        words = _("撤回尚未告知 %(count)s 家，登记告知后归档。")
        return words % {"count": untold} if untold else ""
    if pending_withdrawal(report) is not None:
        return _("撤回申请待核签，核签后归档。")
    return ""


def proposed_report_period(report: Report, now: datetime) -> ArchivePeriod | None:
    """Return the period that the rules propose; None while the bureau has not set one."""
    rules = book_of(report.bureau_id, now).archive
    return rules.proposed_report_period(ReportKind(report.kind))
