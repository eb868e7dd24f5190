"""拟写定期报告, 重新汇总: ask for a report about a period; a job composes it.

In:   a period, or a draft and the revision that its page showed.    Out:  a row that waits.
Cost: two writes and an audit record. Asked for twice, it is one row.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record
from huiying.base.db.job_rows import OPEN_STATES
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.reports import UNSENT, ReportKind, ReportState
from huiying.work.reports.core.claim import LATE
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.composing import refuse_no_period
from huiying.work.reports.drafting.models import ReportComposition
from huiying.work.reports.figures import Span


@transaction.atomic
def request_period_report(
    *, bureau: Bureau, kind: ReportKind, span: Span, officer: Officer, now: datetime
) -> ReportComposition:
    """Ask for a report about a period; what is asked for already is that row.

    Raises:
        Refused: If the kind is one of an incident, the period has not ended, or there is a
            report about it.
    """
    refuse_no_period(kind, span, now)
    bureau = lock_row(Bureau, bureau.pk, referable=True)
    open_one = _open_row(bureau.pk, kind, span)
    if open_one is not None:
        return open_one
    same = Report.objects.filter(bureau=bureau, kind=str(kind), until=span.until)
    found = same.exclude(state=ReportState.WITHDRAWN).first()
    if found is not None:
        words = {"number": found.number}
        raise Refused(_("已有该类报告（%(number)s），请打开原有报告。") % words)
    return _request(bureau, kind, span, officer, now)


@transaction.atomic
def request_recomposition(
    *, report: Report, officer: Officer, now: datetime, revision: int
) -> ReportComposition:
    """Ask that a draft about a period be composed anew; what is asked for already is that row.

    Raises:
        Refused: If it is about an incident: that is composed at once.
        Stale: If somebody changed it since the page was made, or it went out.
    """
    report = lock_row(Report, report.pk, referable=True)
    if report.since is None or report.until is None:
        raise Refused(_("请选择日报、周报、月报或年度报告。"))
    if report.revision != revision or report.state not in UNSENT:
        raise Stale(_(LATE))
    kind, span = ReportKind(report.kind), Span(report.since, report.until)
    open_one = _open_row(report.bureau_id, kind, span)
    if open_one is not None:
        return open_one
    return _request(
        report.bureau, kind, span, officer, now, report=report, revision=report.revision
    )


def _open_row(bureau_id: int, kind: ReportKind, span: Span) -> ReportComposition | None:
    rows = ReportComposition.objects.filter(bureau_id=bureau_id, kind=str(kind))
    return rows.filter(until=span.until, state__in=OPEN_STATES).first()


def _request(
    bureau: Bureau,
    kind: ReportKind,
    span: Span,
    officer: Officer,
    now: datetime,
    **columns: object,
) -> ReportComposition:
    row = ReportComposition.objects.create(
        bureau=bureau,
        kind=str(kind),
        since=span.since,
        until=span.until,
        requested_at=now,
        requested_by=officer,
        **columns,
    )
    days = f"{span.first_day.isoformat()}/{span.last_day.isoformat()}"
    record(row, "report.composition_asked", officer, now, days=days)
    return row
